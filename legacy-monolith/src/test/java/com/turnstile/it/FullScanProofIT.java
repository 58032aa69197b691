package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.ws.v3.gen.events.Events;
import com.turnstile.ws.v3.gen.events.SearchEvents;
import com.turnstile.ws.v3.gen.events.Sort;
import com.turnstile.ws.v3.gen.payments.GetTransaction;
import com.turnstile.ws.v3.gen.payments.ListTransactions;
import com.turnstile.ws.v3.gen.payments.Payments;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code ./matapalo prove scans}: loads size L and shows by the database's own account that {@code
 * searchEvents} and {@code listTransactions} read every row. Writes {@code
 * docs/results/full-scans.md}.
 */
@Tag("prove")
class FullScanProofIT extends ClientOfTurnstile {

  private static final long EVENTS = 100_000;
  private static final long ORDERS = 1_000_000;

  @ArquillianResource private URL application;

  @BeforeAll
  static void loadSizeL() throws IOException, InterruptedException {
    GeneratedData.load("L");
  }

  @Test
  void searchesReadEveryRow() throws Exception {
    assertThat(query("select count(*) from event")).containsExactly(Long.toString(EVENTS));
    assertThat(query("select count(*) from orders")).containsExactly(Long.toString(ORDERS));
    List<String> busiest =
        query(
            "select customer_id, max(order_reference), count(*) from orders group by customer_id order by 3 desc, 1 limit 1");
    String[] customer = busiest.get(0).split("\\|", 3);
    ScanReport report = new ScanReport(Surroundings.database());

    try (ServiceClient<Events> events = new ServiceClient<>(application, Events.class);
        ServiceClient<Payments> payments = new ServiceClient<>(application, Payments.class)) {
      String byName =
          report.measure(
              "`searchEvents` text `event 15`, sort `NAME`, limit 20",
              "lower(",
              () -> events.port().searchEvents(search("event 15", Sort.NAME)));
      String byPrice =
          report.measure(
              "`searchEvents` text `event 15`, sort `PRICE`, limit 20",
              "lower(",
              () -> events.port().searchEvents(search("event 15", Sort.PRICE)));
      String latest =
          report.measure(
              "`listTransactions` of a customer with " + customer[2] + " orders, limit 20",
              "cast(",
              () -> payments.port().listTransactions(latest(Long.valueOf(customer[0]))));
      report.measure(
          "for comparison: `getTransaction`, by a unique key",
          "order_reference=",
          () -> payments.port().getTransaction(byReference(customer[1])));
      write(report);

      assertThat(byName).matches(".*;ALL;.*;" + EVENTS + ";1");
      assertThat(byPrice).matches(".*;ALL;.*;" + EVENTS + ";1");
      assertThat(latest).matches(".*;ALL;.*;" + ORDERS + ";1");
    }
  }

  private static SearchEvents search(String text, Sort sort) {
    SearchEvents search = new SearchEvents();
    search.setText(text);
    search.setSort(sort);
    search.setLimit(20);
    return search;
  }

  private static ListTransactions latest(Long customerId) {
    ListTransactions request = new ListTransactions();
    request.setCustomerId(customerId);
    request.setLimit(20);
    return request;
  }

  private static GetTransaction byReference(String reference) {
    GetTransaction request = new GetTransaction();
    request.setOrderReference(reference);
    return request;
  }

  private static void write(ScanReport report) throws IOException {
    ProofPage.write(
        "full-scans",
        "scans",
        "size L: %,d events, %,d orders; generator's seed 1".formatted(EVENTS, ORDERS),
        """
        `searchEvents` and `listTransactions` over SOAP, one client, warm, everything in the buffer pool. Counts are the
        server's (`Com_select`, `Handler_read_rnd_next`, `Rows_sent`) and gate this proof; times inform.

        %s
        The statements are those that the server's general log showed; the plans are its `ANALYZE FORMAT=JSON` of them.
        Access `ALL` is a scan of the whole table; `times` is how often the table was read so.
        %s\
        """
            .formatted(report.table(), report.plans()));
  }
}
