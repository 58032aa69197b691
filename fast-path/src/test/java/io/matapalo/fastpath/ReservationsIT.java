package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/turnstile-services.md says of Inventory, against a real database. */
final class ReservationsIT extends StartedTurnstile {

  private static final StatementCounts RESERVE = new StatementCounts(1, 1, 2, 1, 0, 0, 1);
  private static final StatementCounts RELEASE = new StatementCounts(1, 1, 0, 2, 0, 0, 1);

  @Test
  void reservedTicketsLeaveTheStockAndComeBackOnce() throws SQLException {
    StatementCounts before = counts("reserve");
    SoapClient.Answer held = reserve("it-hold-1", "EV-0080", "VIP", "3", "STANDING", "2");

    assertThat(held.status()).as(held.body()).isEqualTo(200);
    assertThat(counts("reserve").minus(before)).isEqualTo(RESERVE);
    String id = held.text("reservationId");
    assertThat(id).matches("R-[0-9A-HJKMNP-TV-Z]{16}");
    assertThat(held.text("status")).isEqualTo("HELD");
    assertThat(Duration.between(time(held, "createdAt"), time(held, "expiresAt"))).hasMinutes(15);
    assertThat(held.texts("ticketTypeCode")).containsExactly("VIP", "STANDING");
    assertThat(held.texts("quantity")).containsExactly("3", "2");
    assertThat(
            stack.rows(
                "SELECT r.request_id, r.customer_id, r.event_id, r.status, r.version, l.line_no,"
                    + " l.ticket_type_id, l.quantity FROM reservation r JOIN reservation_line l ON"
                    + " l.reservation_id = r.id WHERE r.reservation_id = ? ORDER BY l.line_no",
                id))
        .containsExactly(
            "it-hold-1|7|80|HELD|0|1|%d|3".formatted(vipOf(80)),
            "it-hold-1|7|80|HELD|0|2|%d|2".formatted(vipOf(80) - 3));
    assertThat(stock(80)).containsExactly("999998|1", "1000000|0", "1000000|0", "999997|1");

    before = counts("release");
    SoapClient.Answer released = release(id);
    assertThat(counts("release").minus(before)).isEqualTo(RELEASE);
    assertThat(released.body())
        .isEqualTo(held.body().replace("HELD", "RELEASED").replace("reserveRes", "releaseRes"));
    before = counts("release");
    assertThat(release(id).body()).isEqualTo(released.body());
    assertThat(counts("release").minus(before)).isEqualTo(StatementCounts.reads(1));
    assertThat(stock(80)).containsExactly("1000000|2", "1000000|0", "1000000|0", "1000000|2");
  }

  @Test
  void aRepeatIsTheSameReservationInItsPresentStatus() throws Exception {
    List<SoapClient.Answer> answers =
        AtOnce.run(12, i -> reserve("it-hold-repeat", "EV-0081", "VIP", "1"));
    assertThat(answers).allMatch(answer -> answer.status() == 200, "status 200");
    assertThat(answers).extracting(SoapClient.Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stock(81).getLast()).isEqualTo("999999|1");

    release(answers.getFirst().text("reservationId"));
    assertThat(reserve("it-hold-repeat", "EV-0081", "VIP", "1").text("status"))
        .isEqualTo("RELEASED");
    for (String id : List.of("it-hold-repeat", "IT-hold-repeat")) {
      String quantity = id.startsWith("it") ? "2" : "1";
      assertFault(
          reserve(id, "EV-0081", "VIP", quantity),
          "REQUEST_ID_CONFLICT",
          "requestId was used for another reservation");
    }
    assertThat(stock(81).getLast()).isEqualTo("1000000|2");
  }

  @Test
  void refusesInTheContractsWordsAndOrder() throws SQLException {
    String twice = SoapClient.lines("VIP", "1", "VIP", "1");
    String eleven = SoapClient.lines("VIP", "11");
    assertRefused("short", "0", " ", "", "requestId must be 8 to 64 letters, digits or dashes");
    assertRefused("it-hold-bad", "x", " ", "", "customerId must be positive, was 0");
    assertRefused("it-hold-bad", "7", " ", "", "eventCode must not be blank");
    assertRefused("it-hold-bad", "7", "E", "", "a reservation has 1 to 20 lines, was 0");
    assertRefused("it-hold-bad", "7", "E", twice, "ticketTypeCode must not repeat: VIP");
    assertRefused("it-hold-bad", "7", "E", eleven, "quantity must be 1 to 10, was 11");
    assertFault(
        client.reserve("it-hold-nobody", "999999", "EV-9999", SoapClient.lines("LOFT", "1")),
        "UNKNOWN_CUSTOMER",
        "no active customer 999999");
    for (String code : List.of("EV-9999", "ev-0082")) {
      assertFault(
          reserve("it-hold-event", code, "LOFT", "1"),
          "UNKNOWN_EVENT",
          "no event on sale with code " + code);
    }
    for (String code : List.of("LOFT", "vip")) {
      assertFault(
          reserve("it-hold-type", "EV-0082", "STANDING", "1", code, "1"),
          "UNKNOWN_TICKET_TYPE",
          "event EV-0082 has no ticket type " + code);
    }
    assertFault(release(" "), "INVALID_REQUEST", "reservationId must not be blank");
    assertFault(release("R-NONE"), "RESERVATION_NOT_FOUND", "no reservation with id R-NONE");
    assertThat(stack.rows("SELECT id FROM reservation WHERE event_id = 82")).isEmpty();
  }

  @Test
  void tooFewTicketsTakeNothing() throws Exception {
    stack.update("UPDATE stock SET available = 3 WHERE ticket_type_id = ?", vipOf(83));
    List<SoapClient.Answer> answers =
        AtOnce.run(8, i -> reserve("it-hold-last-" + i, "EV-0083", "STANDING", "1", "VIP", "1"));

    assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(3);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .extracting(answer -> answer.text("message"))
        .hasSize(5)
        .containsOnly("not enough tickets of type VIP");
    assertThat(stock(83)).containsExactly("999997|3", "1000000|0", "1000000|0", "0|3");
    assertThat(stack.rows("SELECT COUNT(*) FROM reservation WHERE event_id = 83"))
        .containsExactly("3");
  }

  /** A look, the overdue of the event, another look. */
  @Test
  void soldOutIsSaidAfterThreeReads() {
    StatementCounts before = counts("reserve");
    assertFault(
        reserve("it-hold-none", "EV-0200", "VIP", "1", "SEATED", "1"),
        "SOLD_OUT",
        "not enough tickets of type VIP");

    assertThat(counts("reserve").minus(before)).isEqualTo(new StatementCounts(1, 3, 0, 0, 0, 0, 0));
  }

  /** Lines in opposite orders, purchases and reservations, all of the same rows. */
  @Test
  void writersInOppositeOrderAllSucceed() throws Exception {
    List<SoapClient.Answer> answers =
        AtOnce.run(
            24,
            i ->
                switch (i % 3) {
                  case 0 -> reserve("it-hold-up-" + i, "EV-0084", "STANDING", "1", "VIP", "1");
                  case 1 -> reserve("it-hold-down-" + i, "EV-0084", "VIP", "1", "STANDING", "1");
                  default ->
                      client.purchase("it-hold-buy-" + i, "EV-0084", "VIP", "1", "STANDING", "1");
                });

    assertThat(answers).allMatch(answer -> answer.status() == 200, "status 200");
    assertThat(stock(84)).containsExactly("999976|24", "1000000|0", "1000000|0", "999976|24");
  }

  @Test
  void theHoldTimeIsAsConfigured() throws SQLException {
    stack.update("INSERT INTO config_entry (name, value) VALUES ('inventory.hold-minutes', '2')");
    try {
      SoapClient.Answer held = reserve("it-hold-time", "EV-0085", "VIP", "1");
      assertThat(Duration.between(time(held, "createdAt"), time(held, "expiresAt"))).hasMinutes(2);
    } finally {
      stack.update("DELETE FROM config_entry WHERE name = 'inventory.hold-minutes'");
    }
  }

  private static void assertRefused(
      String requestId, String customer, String event, String lines, String message) {
    assertFault(client.reserve(requestId, customer, event, lines), "INVALID_REQUEST", message);
  }

  private static void assertFault(SoapClient.Answer answer, String code, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(500);
    assertThat(answer.body()).contains("inventoryFault");
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("message")).isEqualTo(message);
  }

  private static StatementCounts counts(String operation) {
    return StatementCounts.of("Inventory." + operation, client);
  }

  private static Instant time(SoapClient.Answer answer, String element) {
    return Instant.parse(answer.text(element));
  }

  private static SoapClient.Answer reserve(String requestId, String event, String... lines) {
    return client.reserve(requestId, "7", event, SoapClient.lines(lines));
  }

  private static SoapClient.Answer release(String id) {
    return client.ask("inventory", "release", "<reservationId>" + id + "</reservationId>");
  }

  private static List<String> stock(long eventId) throws SQLException {
    return stack.rows(
        "SELECT available, version FROM stock WHERE ticket_type_id BETWEEN ? AND ? ORDER BY"
            + " ticket_type_id",
        vipOf(eventId) - 3,
        vipOf(eventId));
  }
}
