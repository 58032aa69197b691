package com.turnstile.service;

import com.turnstile.dao.EventDao;
import com.turnstile.dao.TicketTypeDao;
import com.turnstile.entity.Event;
import com.turnstile.entity.TicketType;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Events and what they sell. Thread-safe, as a stateless bean. */
@Stateless
public class EventBean {

  @EJB private EventDao events;
  @EJB private TicketTypeDao ticketTypes;

  public Event requireOnSale(String code) throws CheckoutRefusal {
    // The database compares without case and ignores spaces at the end.
    return events
        .findByCode(code)
        .filter(e -> e.getCode().equals(code) && "ON_SALE".equals(e.getStatus()))
        .orElseThrow(
            () -> new CheckoutRefusal("UNKNOWN_EVENT", "no event on sale with code " + code));
  }

  public TicketType requireTicketType(Long eventId, String eventCode, String code)
      throws CheckoutRefusal {
    return ticketTypes
        .findByCode(eventId, code)
        .filter(t -> t.getCode().equals(code))
        .orElseThrow(() ->
            new CheckoutRefusal(
                "UNKNOWN_TICKET_TYPE", "event " + eventCode + " has no ticket type " + code));
  }
}
