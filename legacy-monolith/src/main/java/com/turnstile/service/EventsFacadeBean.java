package com.turnstile.service;

import com.turnstile.cache.HostCache;
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

  private static final int DISPLAY_SECONDS = 10;

  @EJB private EventCatalogueBean catalogue;
  @EJB private HostCache cache;

  @Override
  public String facadeName() {
    return "events";
  }

  public List<EventData> listEvents(EventListQuery query) {
    return catalogue.list(query);
  }

  /** For display: as it was up to ten seconds ago, stock and all. */
  public EventData getEvent(String code) throws ServiceRefusal {
    String key = "event:" + code;
    EventData event = cache.get(key, EventData.class);
    if (event == null) {
      event = catalogue.get(code);
      cache.put(key, event, DISPLAY_SECONDS);
    }
    return event;
  }

  public EventPage searchEvents(EventSearch search) {
    return catalogue.search(search);
  }
}
