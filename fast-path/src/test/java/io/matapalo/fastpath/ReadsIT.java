package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events and Payments against a real database: what they answer, and at what cost. */
final class ReadsIT extends StartedTurnstile {

  private static final int CUSTOMER = 7;
  private static List<SoapClient.Answer> sold;

  @BeforeAll
  static void sell() {
    sold =
        IntStream.range(0, 4)
            .mapToObj(i ->
                client.purchase("it-reads-" + i, "EV-000" + (1 + i), "VIP", "2", "SEATED", "1"))
            .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "events, Events.listEvents, <from>2026-01-01T00:00:00Z</from><limit>200</limit>",
    "events, Events.listEvents, <from>2026-01-01T00:00:00Z</from><limit>1</limit>",
    "events, Events.getEvent, <eventCode>EV-0001</eventCode>",
    "events, Events.searchEvents, <text>event</text><sort>NAME</sort><limit>200</limit>",
    "events, Events.searchEvents, <sort>AVAILABLE</sort><limit>3</limit>",
    "payments, Payments.listTransactions, <customerId>7</customerId><limit>200</limit>",
    "payments, Payments.getBalance, <customerId>7</customerId>",
    "payments, Payments.getStatement, "
        + "<customerId>7</customerId><from>2026-11-01T00:00:00Z</from><to>2027-10-31T00:00:00Z</to>"
  })
  void eachReadIsOneStatementHoweverManyRowsThereAre(
      String service, String operation, String fields) {
    StatementCounts before = StatementCounts.of(operation, client);
    SoapClient.Answer answer =
        client.ask(service, operation.substring(operation.indexOf('.') + 1), fields);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(StatementCounts.of(operation, client).minus(before))
        .isEqualTo(StatementCounts.reads(1));
  }

  /** The index gives them in order, 200 of them. */
  @Test
  void aListDoesNotReadTheEventsBehindItsLimit() throws SQLException {
    long least = Long.MAX_VALUE;
    // What runs in the background reads a few rows too.
    for (int i = 0; i < 5; i++) {
      long before = rowsReadInOrder();
      client.ask("events", "listEvents", "<from>2026-01-01T00:00:00Z</from><limit>1</limit>");
      least = Math.min(least, rowsReadInOrder() - before);
    }

    assertThat(least).isBetween(1L, 50L);
  }

  /** The index has all that is compared, the start first. */
  @Test
  void aSearchInAPeriodReadsTheEventsOfThatPeriodAlone() throws SQLException {
    String first = stack.rows("SELECT MIN(starts_at) FROM event").getFirst();
    String from = first.substring(0, 10) + "T00:00:00Z";
    String to = first.substring(0, 10) + "T23:59:59Z";
    long all = Long.parseLong(stack.rows("SELECT COUNT(*) FROM event").getFirst());
    long least = Long.MAX_VALUE;
    // What runs in the background reads a few rows too.
    for (int i = 0; i < 5; i++) {
      long before = rowsRead();
      SoapClient.Answer found =
          client.ask(
              "events",
              "searchEvents",
              "<text>e</text><from>%s</from><to>%s</to><sort>NAME</sort><limit>200</limit>"
                  .formatted(from, to));
      assertThat(found.texts("eventCode")).isNotEmpty();
      least = Math.min(least, rowsRead() - before);
    }

    assertThat(least).isBetween(1L, all / 2);
  }

  /** Without a period the index is read from end to end, in the place of the rows. */
  @Test
  void aSearchByTextReadsTheIndexAndNotTheRows() throws SQLException {
    String plan =
        String.join(
            " ",
            stack.rows(
                "EXPLAIN FORMAT=JSON SELECT e.id, COUNT(*) OVER () FROM event e"
                    + " WHERE LOWER(e.name) LIKE '%event 1%' ORDER BY LOWER(e.name)"));

    assertThat(plan).contains("\"key\": \"ix_event_search\"", "\"using_index\": true");
  }

  private static long rowsReadInOrder() throws SQLException {
    return read("'HANDLER_READ_NEXT', 'HANDLER_READ_RND'");
  }

  private static long rowsRead() throws SQLException {
    return read("'HANDLER_READ_NEXT', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT'");
  }

  private static long read(String counters) throws SQLException {
    String read =
        stack
            .rows(
                "SELECT CAST(SUM(variable_value) AS SIGNED) FROM information_schema.global_status"
                    + " WHERE variable_name IN ("
                    + counters
                    + ")")
            .getFirst();
    return Long.parseLong(read);
  }

  @Test
  void aSearchForAPlaceReadsTheVenuesToo() {
    StatementCounts before = StatementCounts.of("Events.searchEvents", client);
    SoapClient.Answer answer =
        client.ask(
            "events",
            "searchEvents",
            "<countryCode>FR</countryCode><sort>NAME</sort><limit>5</limit>");

    assertThat(answer.texts("countryCode")).hasSize(5).containsOnly("FR");
    assertThat(StatementCounts.of("Events.searchEvents", client).minus(before))
        .isEqualTo(new StatementCounts(1, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void aTransactionShowsItsBookings() {
    SoapClient.Answer bought = sold.getFirst();
    SoapClient.Answer found =
        client.ask(
            "payments",
            "getTransaction",
            "<orderReference>" + bought.text("orderReference") + "</orderReference>");

    assertThat(found.text("total")).isEqualTo(bought.text("total"));
    assertThat(found.texts("account"))
        .containsExactly("CARD_CLEARING", "TICKET_REVENUE", "FEE_REVENUE", "TAX_PAYABLE");
    assertThat(found.texts("debit").getFirst()).isEqualTo(bought.text("total"));
  }

  @Test
  void theLatestOrdersComeFirstAndAreNoMoreThanAskedFor() {
    SoapClient.Answer found =
        client.ask(
            "payments",
            "listTransactions",
            "<customerId>" + CUSTOMER + "</customerId><limit>2</limit>");

    assertThat(found.texts("orderReference"))
        .containsExactly(sold.get(3).text("orderReference"), sold.get(2).text("orderReference"));
  }

  @Test
  void whoHasNotBoughtHasAnEmptyListAndWhoIsNotThereIsUnknown() {
    SoapClient.Answer none =
        client.ask("payments", "listTransactions", "<customerId>8</customerId><limit>2</limit>");
    SoapClient.Answer nobody =
        client.ask("payments", "getBalance", "<customerId>900000000</customerId>");

    assertThat(none.status()).isEqualTo(200);
    assertThat(none.texts("orderReference")).isEmpty();
    assertThat(nobody.status()).isEqualTo(500);
    assertThat(nobody.body())
        .contains(
            "<detail><ns2:paymentsFault xmlns:ns2=\"http://turnstile.example/payments/v3\">"
                + "<ns2:code>UNKNOWN_CUSTOMER</ns2:code>"
                + "<ns2:message>no customer 900000000</ns2:message></ns2:paymentsFault></detail>");
  }

  @Test
  void aStatementIsOfItsTimeAlone() {
    SoapClient.Answer before =
        client.ask(
            "payments",
            "getStatement",
            "<customerId>7</customerId><from>2020-01-01T00:00:00Z</from>"
                + "<to>2020-06-01T00:00:00Z</to>");

    assertThat(before.status()).isEqualTo(200);
    assertThat(before.texts("orderReference")).isEmpty();
    assertThat(before.texts("charged")).isEmpty();
  }

  @Test
  void anOperationOfAnotherServiceIsLeftToTheMonolith() {
    SoapClient.Answer answer = client.ask("events", "getBalance", "<customerId>7</customerId>");

    assertThat(answer.status()).isEqualTo(421);
    assertThat(answer.decline()).isEqualTo("unknown-operation");
  }
}
