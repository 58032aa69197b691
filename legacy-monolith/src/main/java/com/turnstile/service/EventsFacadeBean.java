package com.turnstile.service;

import com.turnstile.transfer.EventData;
import com.turnstile.transfer.EventListQuery;
import com.turnstile.transfer.EventPage;
import com.turnstile.transfer.EventSearch;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.List;

/** What is on. Thread-safe, as a stateless bean. */
@Stateless
public class EventsFacadeBean extends AbstractFacade {

  @EJB private EventCatalogueBean catalogue;

  @Override
  public String facadeName() {
    return "events";
  }

  public List<EventData> listEvents(EventListQuery query) {
    return catalogue.list(query);
  }

  public EventData getEvent(String code) throws ServiceRefusal {
    return catalogue.get(code);
  }

  public EventPage searchEvents(EventSearch search) {
    return catalogue.search(search);
  }
}
