package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.events.Event;
import com.turnstile.ws.v3.gen.events.Events;
import com.turnstile.ws.v3.gen.events.EventsFaultMessage;
import com.turnstile.ws.v3.gen.events.FaultCode;
import com.turnstile.ws.v3.gen.events.GetEvent;
import com.turnstile.ws.v3.gen.events.ListEvents;
import com.turnstile.ws.v3.gen.events.SearchEvents;
import com.turnstile.ws.v3.gen.events.SearchEventsResponse;
import com.turnstile.ws.v3.gen.events.Sort;
import java.io.IOException;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code Events} as a client sees it, and what it costs the database. */
class EventsIT extends ClientOfTurnstile {

  private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");

  @ArquillianResource private URL application;
  private ServiceClient<Events> client;

  @BeforeEach
  void connect() throws IOException {
    client = new ServiceClient<>(application, Events.class);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void eventIsShownWithVenueTypesAndStock() throws Exception {
    Event event = event("EV-0030");

    assertThat(event.getName()).isEqualTo("Event 30 & friends");
    assertThat(event.getVenueName()).isEqualTo("Harbour Arena");
    assertThat(event.getCountryCode()).isEqualTo("DE");
    assertThat(event.getStartsAt()).isEqualTo("2027-01-31T20:00:00Z");
    assertThat(event.getStatus()).isEqualTo("ON_SALE");
    assertThat(event.getCurrency()).isEqualTo("EUR");
    assertThat(event.getTicketType())
        .extracting(t -> t.getCode() + "|" + t.getName() + "|" + t.getUnitPrice())
        .containsExactly(
            "STANDING|Standing|29.90",
            "SEATED|Seated|49.90",
            "BALCONY|Balcony|39.50",
            "VIP|VIP lounge|149.00");
    assertThat(event.getTicketType()).allMatch(t -> t.getAvailable() == 1_000_000);
  }

  @Test
  void nextEventsAreListedInTheOrderOfTheirTime() throws Exception {
    List<Event> events =
        client.port().listEvents(list(Instant.parse("2027-02-01T20:00:00Z"), 3)).getEvent();

    assertThat(events)
        .extracting(Event::getEventCode)
        .containsExactly("EV-0031", "EV-0032", "EV-0033");
    assertThat(events)
        .extracting(e -> e.getVenueName() + " " + e.getTicketType().size())
        .containsExactly("Grand Palais Est 4", "Teatro Sul 4", "Canal Hall 4");
  }

  @Test
  void searchFiltersByEachField() throws Exception {
    SearchEvents byText = search(Sort.NAME, 200);
    byText.setText("EVENT 11");
    assertThat(codes(byText))
        .containsExactlyElementsOf(
            query("select code from event where name like '%event 11%' order by name, id"))
        .hasSize(11);

    SearchEvents byVenue = search(Sort.STARTS_AT, 200);
    byVenue.setVenue("canal");
    byVenue.setTo(Instant.parse("2027-01-20T00:00:00Z"));
    assertThat(codes(byVenue)).containsExactly("EV-0003", "EV-0008", "EV-0013", "EV-0018");

    SearchEvents byCountry = search(Sort.STARTS_AT, 2);
    byCountry.setCountryCode("PT");
    byCountry.setFrom(Instant.parse("2027-01-08T20:00:00Z"));
    SearchEventsResponse found = client.port().searchEvents(byCountry);
    assertThat(found.getEvent())
        .extracting(Event::getEventCode)
        .containsExactly("EV-0007", "EV-0012");
    assertThat(found.getMatches()).as("counts what the limit leaves out").isEqualTo(39);
  }

  @Test
  void wildcardsOfTheDatabaseAreNoneForTheClient() throws Exception {
    for (String text : List.of("%", "_vent", "Event!")) {
      SearchEvents search = search(Sort.NAME, 10);
      search.setText(text);
      assertThat(codes(search)).as(text).isEmpty();
    }
  }

  @Test
  void searchSortsByWhatIsAskedFor() throws Exception {
    SearchEvents byName = search(Sort.NAME, 3);
    SearchEvents byPrice = search(Sort.PRICE, 3);
    SearchEvents byStock = search(Sort.AVAILABLE, 200);
    byStock.setFrom(Instant.parse("2027-07-18T00:00:00Z"));

    assertThat(codes(byName)).containsExactly("EV-0001", "EV-0010", "EV-0100");
    assertThat(codes(byPrice)).containsExactly("EV-0010", "EV-0020", "EV-0030");
    assertThat(codes(byStock)).startsWith("EV-0198", "EV-0199").endsWith("EV-0200");
  }

  @Test
  void unknownAndBlankCodesAreRefused() {
    refused(FaultCode.UNKNOWN_EVENT, "no event with code EV-9999", () -> event("EV-9999"));
    refused(FaultCode.UNKNOWN_EVENT, "no event with code ev-0001", () -> event("ev-0001"));
    refused(FaultCode.INVALID_REQUEST, "eventCode must not be blank", () -> event(" "));
  }

  @Test
  void badInputIsRefusedByName() throws Exception {
    Events port = client.port();
    refused(
        FaultCode.INVALID_REQUEST,
        "limit must be 1 to 200, was 0",
        () -> port.listEvents(list(NEW_YEAR, 0)));
    refused(
        FaultCode.INVALID_REQUEST,
        "limit must be 1 to 200, was 201",
        () -> port.listEvents(list(NEW_YEAR, 201)));
    SearchEvents backwards = search(Sort.NAME, 1);
    backwards.setFrom(NEW_YEAR);
    backwards.setTo(NEW_YEAR);
    refused(
        FaultCode.INVALID_REQUEST,
        "from must be before to, was 2027-01-01T00:00:00Z and 2027-01-01T00:00:00Z",
        () -> port.searchEvents(backwards));
    SearchEvents tooLong = search(Sort.NAME, 1);
    tooLong.setText("x".repeat(101));
    refused(
        FaultCode.INVALID_REQUEST,
        "text must be at most 100 characters, was 101",
        () -> port.searchEvents(tooLong));

    String noTime = "from must be a time from 1970 to 9999 with its zone, as in";
    assertThat(client.post("listEvents", "<limit>1</limit>")).contains(noTime);
    assertThat(client.post("listEvents", "<from>tomorrow</from><limit>1</limit>")).contains(noTime);
    assertThat(client.post("listEvents", "<from>2027-01-31T20:00:00</from><limit>1</limit>"))
        .as("a time without a zone")
        .contains(noTime);
    assertThat(client.post("searchEvents", "<from>soon</from><sort>NAME</sort><limit>1</limit>"))
        .as("unreadable is not the same as left out")
        .contains(noTime);
    assertThat(client.post("searchEvents", "<sort>COLOUR</sort><limit>1</limit>"))
        .contains("sort must be one of NAME, STARTS_AT, PRICE, AVAILABLE");
  }

  @Test
  @Slowness("SLOW-24")
  void listReadsTypesEventByEventAndStockTypeByType() throws Exception {
    client.port().listEvents(list(NEW_YEAR, 10));

    ServerCounters ten = ServerCounters.of(() -> client.port().listEvents(list(NEW_YEAR, 10)));
    ServerCounters twenty = ServerCounters.of(() -> client.port().listEvents(list(NEW_YEAR, 20)));

    assertThat(ten.get(ServerCounters.SELECTS)).isEqualTo(1 + 10 + 10 * 4 + 5);
    assertThat(twenty.get(ServerCounters.SELECTS)).isEqualTo(1 + 20 + 20 * 4 + 5);
  }

  @Test
  @Slowness({"SLOW-25", "SLOW-26"})
  void searchReadsAllEventsForOne() throws Exception {
    SearchEvents one = search(Sort.PRICE, 1);
    one.setCountryCode("NL");
    client.port().searchEvents(one);

    ServerCounters cost = ServerCounters.of(() -> client.port().searchEvents(one));
    List<String> statements =
        StatementLog.of(Surroundings.database(), () -> client.port().searchEvents(one));
    String search = statements.stream().filter(s -> s.contains("lower(")).findFirst().orElseThrow();

    assertThat(StatementLog.plan(Surroundings.database(), search).get(0)).endsWith(" ALL");
    assertThat(cost.get(ServerCounters.SCANNED)).isGreaterThanOrEqualTo(200);
    assertThat(cost.get(ServerCounters.ROWS_SENT))
        .as("every event goes to the server for the one that goes to the client")
        .isEqualTo(200 + 5 + 4 + 4);
  }

  @Test
  @Slowness("SLOW-27")
  void venuesAreReadThoughTheyAreKnown() throws Exception {
    client.port().listEvents(list(NEW_YEAR, 10));

    List<String> statements =
        StatementLog.of(
            Surroundings.database(), () -> client.port().listEvents(list(NEW_YEAR, 10)));

    assertThat(statements.stream().filter(s -> s.contains(" from venue "))).hasSize(5);
  }

  private Event event(String code) throws EventsFaultMessage {
    GetEvent request = new GetEvent();
    request.setEventCode(code);
    return client.port().getEvent(request).getEvent();
  }

  private List<String> codes(SearchEvents search) throws EventsFaultMessage {
    return client.port().searchEvents(search).getEvent().stream().map(Event::getEventCode).toList();
  }

  private static ListEvents list(Instant from, int limit) {
    ListEvents request = new ListEvents();
    request.setFrom(from);
    request.setLimit(limit);
    return request;
  }

  private static SearchEvents search(Sort sort, int limit) {
    SearchEvents search = new SearchEvents();
    search.setSort(sort);
    search.setLimit(limit);
    return search;
  }

  private static void refused(FaultCode code, String message, ThrowingCallable call) {
    EventsFaultMessage fault = catchThrowableOfType(EventsFaultMessage.class, call);

    assertThat(fault).hasMessage(message);
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(code);
    assertThat(fault.getFaultInfo().getMessage()).isEqualTo(message);
  }
}
