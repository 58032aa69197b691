package com.turnstile.service;

import com.turnstile.dao.EventDao;
import com.turnstile.dao.StockDao;
import com.turnstile.dao.TicketTypeDao;
import com.turnstile.entity.Event;
import com.turnstile.entity.Stock;
import com.turnstile.entity.TicketType;
import com.turnstile.transfer.EventData;
import com.turnstile.transfer.EventListQuery;
import com.turnstile.transfer.EventPage;
import com.turnstile.transfer.EventSearch;
import com.turnstile.transfer.TicketTypeData;
import com.turnstile.transfer.VenueData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events with what they sell and how much of it is left. Thread-safe, as a stateless bean. */
@Stateless
public class EventCatalogueBean {

  @EJB private EventDao events;
  @EJB private TicketTypeDao ticketTypes;
  @EJB private StockDao stock;
  @EJB private VenueDirectoryBean venues;

  public List<EventData> list(EventListQuery query) {
    List<EventData> found = new ArrayList<>();
    for (Event event : events.findOnSale(query.from(), query.limit())) {
      found.add(data(event));
    }
    return found;
  }

  public EventData get(String code) throws ServiceRefusal {
    // The database compares without case and ignores spaces at the end.
    Event event =
        events
            .findByCode(code)
            .filter(e -> e.getCode().equals(code))
            .orElseThrow(() -> new ServiceRefusal("UNKNOWN_EVENT", "no event with code " + code));
    return data(event);
  }

  public EventPage search(EventSearch search) {
    List<Event> matching = new ArrayList<>();
    for (Event event :
        events.search(search.text(), search.from(), search.to(), order(search.sort()))) {
      if (takesPlaceWhere(search, venues.venue(event.getVenue().getId()))) {
        matching.add(event);
      }
    }
    List<EventData> page = new ArrayList<>();
    for (Event event : matching) {
      if (page.size() < search.limit()) {
        page.add(data(event));
      }
    }
    return new EventPage(matching.size(), page);
  }

  private static boolean takesPlaceWhere(EventSearch search, VenueData venue) {
    return (search.venue() == null
            || venue
                .name()
                .toLowerCase(Locale.ROOT)
                .contains(search.venue().toLowerCase(Locale.ROOT)))
        && (search.countryCode() == null || venue.countryCode().equals(search.countryCode()));
  }

  private static String order(String sort) {
    return switch (sort) {
      case "NAME" -> "lower(e.name), e.id";
      case "STARTS_AT" -> "e.startsAt, e.id";
      case "PRICE" -> "(select min(t.unitPrice) from TicketType t where t.event.id = e.id), e.id";
      case "AVAILABLE" ->
          "(select sum(s.available) from Stock s, TicketType t"
              + " where s.ticketTypeId = t.id and t.event.id = e.id) desc, e.id";
      default -> throw new IllegalArgumentException("cannot sort by " + sort);
    };
  }

  private EventData data(Event event) {
    List<TicketTypeData> types = new ArrayList<>();
    for (TicketType type : ticketTypes.findByEvent(event.getId())) {
      Stock left = stock.find(type.getId());
      int available = left == null ? 0 : left.getAvailable();
      types.add(new TicketTypeData(type.getCode(), type.getName(), type.getUnitPrice(), available));
    }
    VenueData venue = venues.venue(event.getVenue().getId());
    return new EventData(
        event.getCode(),
        event.getName(),
        venue.name(),
        venue.countryCode(),
        event.getStartsAt(),
        event.getStatus(),
        event.getCurrency(),
        types);
  }
}
