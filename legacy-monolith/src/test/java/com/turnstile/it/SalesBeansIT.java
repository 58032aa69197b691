package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.turnstile.cache.HostCache;
import com.turnstile.service.EventCatalogueBean;
import com.turnstile.service.EventsFacadeBean;
import com.turnstile.service.InventoryFacadeBean;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.service.TransactionBean;
import com.turnstile.service.VenueDirectoryBean;
import com.turnstile.transfer.EventData;
import com.turnstile.transfer.EventListQuery;
import com.turnstile.transfer.EventPage;
import com.turnstile.transfer.EventSearch;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.transfer.ReservationData;
import com.turnstile.transfer.ReserveData;
import com.turnstile.transfer.StatementQuery;
import com.turnstile.transfer.TransactionListQuery;
import jakarta.ejb.EJB;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs inside the server: the beans behind {@code Events}, {@code Payments}, {@code Inventory}. */
class SalesBeansIT extends InsideTurnstile {

  @EJB private EventCatalogueBean catalogue;
  @EJB private EventsFacadeBean facade;
  @EJB private HostCache cache;
  @EJB private VenueDirectoryBean venues;
  @EJB private TransactionBean transactions;
  @EJB private InventoryFacadeBean inventory;

  @Test
  void catalogueListsAndFindsEvents() throws ServiceRefusal {
    List<EventData> next =
        catalogue.list(new EventListQuery(Instant.parse("2027-07-19T20:00:00Z"), 5));

    assertEquals(List.of("EV-0199", "EV-0200"), next.stream().map(EventData::code).toList());
    assertEquals(4, catalogue.get("EV-0199").ticketTypes().size());
    assertEquals(
        "UNKNOWN_EVENT",
        assertThrows(ServiceRefusal.class, () -> catalogue.get("EV-0199 ")).getCode());
  }

  @Test
  void catalogueCountsAllMatchesAndAnswersTheFirst() {
    EventPage page =
        catalogue.search(new EventSearch("event 2", "PALAIS", "FR", null, null, "NAME", 2));

    assertEquals(
        List.of("EV-0021", "EV-0026"), page.events().stream().map(EventData::code).toList());
    assertEquals(2, page.matches());
    assertThrows(
        RuntimeException.class,
        () -> catalogue.search(new EventSearch(null, null, null, null, null, "COLOUR", 2)));
  }

  @Test
  void eventIsShownAsTheHostsCacheHasIt() throws Exception {
    EventData now = facade.getEvent("EV-0096");
    assertEquals("Event 96 & friends", now.name());

    EventData earlier =
        new EventData(
            now.code(),
            "Seen earlier",
            now.venueName(),
            now.countryCode(),
            now.startsAt(),
            now.status(),
            now.currency(),
            now.ticketTypes());

    String shown =
        asked(
            () -> {
              cache.put("event:EV-0096", earlier, 60);
              return facade.getEvent("EV-0096").name();
            },
            "Seen earlier"::equals);
    assertEquals("Seen earlier", shown);
    cache.remove("event:EV-0096");
    assertEquals("Event 96 & friends", facade.getEvent("EV-0096").name());
  }

  @Test
  void directoryKnowsVenues() {
    assertEquals("Teatro Sul", venues.venue(3L).name());
    assertEquals("PT", venues.venue(3L).countryCode());
    assertThrows(RuntimeException.class, () -> venues.venue(999L));
  }

  @Test
  void customerWithoutOrdersHasEmptyBooks() throws ServiceRefusal {
    Instant now = Instant.parse("2027-01-01T00:00:00Z");

    assertTrue(transactions.list(new TransactionListQuery(1998L, 5)).isEmpty());
    assertTrue(transactions.balance(1998L).amounts().isEmpty());
    assertTrue(
        transactions
            .statement(new StatementQuery(1998L, now, now.plusSeconds(1)))
            .items()
            .isEmpty());
    assertThrows(ServiceRefusal.class, () -> transactions.balance(99_999L));
    assertThrows(ServiceRefusal.class, () -> transactions.get("T-NONE"));
  }

  @Test
  void inventoryAnswersARepeatWithTheSameReservation() throws ServiceRefusal {
    PurchaseLineData line = new PurchaseLineData();
    line.setTicketTypeCode("VIP");
    line.setQuantity(1);
    ReserveData wanted = new ReserveData("facade-request-1", 1703L, "EV-0095", List.of(line));

    ReservationData first = inventory.reserve(wanted);

    assertEquals(first.reservationId(), inventory.reserve(wanted).reservationId());
    assertEquals("RELEASED", inventory.release(first.reservationId()).status());
    assertEquals("RELEASED", inventory.reserve(wanted).status());
  }
}
