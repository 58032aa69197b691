package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.audit.AuditVerification;
import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.VendorSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What docs/turnstile.md says of a refund, against real servers. */
final class RefundIT extends StartedTurnstile {

  private static final StatementCounts REFUND = new StatementCounts(1, 1, 2, 3, 0, 0, 1);

  @Test
  void givesTheWholeOrderBack() throws SQLException {
    SoapClient.Answer bought =
        client.purchase("it-refund-rows", "EV-0060", "VIP", "2", "STANDING", "1");
    String reference = bought.text("orderReference");
    String total = bought.text("total");
    StatementCounts before = StatementCounts.of("Checkout.refund", client);
    SoapClient.Answer refunded = refund(reference);

    assertThat(refunded.status()).as(refunded.body()).isEqualTo(200);
    assertThat(StatementCounts.of("Checkout.refund", client).minus(before)).isEqualTo(REFUND);
    assertThat(refunded.body()).contains("<ns2:refundResponse xmlns:ns2=");
    assertThat(refunded.order())
        .isEqualTo(bought.order().replace("PAID", "REFUNDED"))
        .isEqualTo(client.getOrder(reference).order());
    assertThat(status("it-refund-rows")).containsExactly("REFUNDED");
    assertThat(
            stack.rows(
                "SELECT l.entry_no, l.account, l.debit, l.credit, l.currency FROM ledger_entry l"
                    + " JOIN orders o ON o.id = l.order_id WHERE o.order_reference = ?"
                    + " AND l.entry_no > 4 ORDER BY 1",
                reference))
        .containsExactly(
            "5|CARD_CLEARING|0.00|" + total + "|EUR",
            "6|TICKET_REVENUE|" + bought.text("subtotal") + "|0.00|EUR",
            "7|FEE_REVENUE|" + bought.text("fees") + "|0.00|EUR",
            "8|TAX_PAYABLE|" + bought.text("tax") + "|0.00|EUR");
    assertThat(tickets("it-refund-rows")).containsExactly("VOID|3");
    assertThat(stock(60)).containsExactly("1000000|2", "1000000|0", "1000000|0", "1000000|2");
    assertThat(audit("it-refund-rows"))
        .last()
        .isEqualTo("7|ORDER_REFUNDED|order=" + reference + " total=" + total);
  }

  @Test
  void aRepeatChangesNothingAndAsksNobody() throws SQLException {
    String reference =
        client.purchase("it-refund-again", "EV-0061", "VIP", "1").text("orderReference");
    SoapClient.Answer first = refund(reference);
    stack.payments.change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    StatementCounts before = StatementCounts.of("Checkout.refund", client);

    assertThat(refund(reference).body()).isEqualTo(first.body());
    assertThat(StatementCounts.of("Checkout.refund", client).minus(before))
        .isEqualTo(StatementCounts.reads(1));
    assertThat(audit("it-refund-again")).hasSize(2);
    assertThat(client.purchase("it-refund-again", "EV-0061", "VIP", "1").order())
        .as("a purchase with its request id")
        .isEqualTo(first.order());
  }

  @Test
  void refusesInTheContractsWords() throws SQLException {
    assertFault(refund(" "), "INVALID_REQUEST", "orderReference must not be blank");
    assertFault(refund("T-NONE"), "ORDER_NOT_FOUND", "no order with reference T-NONE");
    stack.paymentRelay.failCallsTo("/capture");
    client.purchase("it-refund-unpaid", "EV-0062", "VIP", "1");
    String reference =
        stack
            .rows("SELECT order_reference FROM orders WHERE request_id = 'it-refund-unpaid'")
            .getFirst();

    assertFault(
        refund(reference),
        "NOT_REFUNDABLE",
        "order " + reference + " cannot be refunded, its status is AUTHORISED");
    assertThat(audit("it-refund-unpaid")).last().isEqualTo("7|REFUND_REFUSED|NOT_REFUNDABLE");
    assertFault(
        refund(reference.toLowerCase(Locale.ROOT)),
        "ORDER_NOT_FOUND",
        "no order with reference " + reference.toLowerCase(Locale.ROOT));
  }

  @Test
  void aProviderThatDoesNotAnswerIsRefusedAndARepeatRefunds() throws SQLException {
    String reference =
        client.purchase("it-refund-outage", "EV-0063", "VIP", "1").text("orderReference");
    for (int status : new int[] {503, 200}) {
      // The second is no answer of the provider's: it has no JSON.
      stack.paymentRelay.failCallsTo("/refund", status);
      assertFault(
          refund(reference),
          "VENDOR_UNAVAILABLE",
          "the payment provider does not answer, try the refund again");
      assertThat(audit("it-refund-outage")).last().isEqualTo("7|REFUND_REFUSED|VENDOR_UNAVAILABLE");
      assertThat(status("it-refund-outage")).containsExactly("PAID");
    }
    stack.paymentRelay.failNone();

    assertThat(refund(reference).text("status")).isEqualTo("REFUNDED");
  }

  /** The provider refuses what was never captured: nobody knows how that came about. */
  @Test
  void aRefundThatTheProviderRefusesIsAnInternalError() throws SQLException {
    stack.paymentRelay.failCallsTo("/capture");
    client.purchase("it-refund-409", "EV-0064", "VIP", "1");
    stack.paymentRelay.failNone();
    stack.update("UPDATE orders SET status = 'PAID' WHERE request_id = 'it-refund-409'");
    String reference =
        stack
            .rows("SELECT order_reference FROM orders WHERE request_id = 'it-refund-409'")
            .getFirst();

    assertThat(refund(reference).body()).contains("<faultstring>internal error</faultstring>");
    assertThat(status("it-refund-409")).containsExactly("PAID");
    assertThat(audit("it-refund-409")).hasSize(1);
  }

  @Test
  void nothingIsLockedWhileTheProviderIsAsked() throws SQLException {
    String reference =
        client.purchase("it-refund-locks", "EV-0065", "VIP", "1").text("orderReference");
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    stack.paymentRelay.beforeCallsTo(
        "/refund",
        () -> {
          seen.add("asked");
          seen.addAll(openTransactions());
        });

    assertThat(refund(reference).text("status")).isEqualTo("REFUNDED");
    assertThat(seen).containsExactly("asked");
  }

  private static List<String> openTransactions() {
    try {
      return stack.rows(
          "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_rows_locked > 0");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void concurrentRefundsBookOnce() throws Exception {
    String reference =
        client
            .purchase("it-refund-race", "EV-0066", "VIP", "2", "SEATED", "1")
            .text("orderReference");
    long refunds = stack.payments.refunds();
    List<SoapClient.Answer> answers = AtOnce.run(12, i -> refund(reference));

    assertThat(answers).allMatch(answer -> answer.text("status").equals("REFUNDED"), "refunded");
    assertThat(stack.payments.refunds()).isEqualTo(refunds + 1);
    assertThat(audit("it-refund-race")).hasSize(2);
    assertThat(stock(66)).containsExactly("1000000|0", "1000000|2", "1000000|0", "1000000|2");
  }

  /** The monolith locks the order, asks the provider, and books; meanwhile the fast path waits. */
  @Test
  void aRefundOfTheMonolithAtTheSameTimeIsFound() throws Exception {
    String reference =
        client.purchase("it-refund-both", "EV-0067", "VIP", "2").text("orderReference");
    long refunds = stack.payments.refunds();
    try (Rival monolith = Rival.of(stack);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      monolith.execute(
          "SELECT * FROM orders WHERE order_reference = '" + reference + "' FOR UPDATE");
      Future<SoapClient.Answer> refund = threads.submit(() -> refund(reference));
      awaitLockWait();
      monolith.execute(
          "UPDATE orders SET status = 'REFUNDED', version = version + 1"
              + " WHERE order_reference = '"
              + reference
              + "'");
      monolith.commit();

      assertThat(refund.get().text("status")).as(refund.get().body()).isEqualTo("REFUNDED");
    }
    assertThat(stack.payments.refunds()).isEqualTo(refunds + 1);
    assertThat(tickets("it-refund-both"))
        .as("booked by the monolith alone")
        .containsExactly("VALID|2");
    assertThat(stock(67).getLast()).isEqualTo("999998|1");
    assertThat(audit("it-refund-both")).hasSize(1);
  }

  /** The provider has given the money back, and the transaction fails: a repeat books. */
  @Test
  void aRefundThatIsNotBookedIsBookedByARepeat() throws SQLException {
    String reference =
        client.purchase("it-refund-lost", "EV-0068", "VIP", "1").text("orderReference");
    long refunds = stack.payments.refunds();
    stack.update(
        "ALTER TABLE orders ADD CONSTRAINT no_refund"
            + " CHECK (request_id <> 'it-refund-lost' OR status <> 'REFUNDED')");
    assertThat(refund(reference).body()).contains("<faultstring>internal error</faultstring>");
    stack.update("ALTER TABLE orders DROP CONSTRAINT no_refund");
    assertThat(status("it-refund-lost")).containsExactly("PAID");

    assertThat(refund(reference).text("status")).isEqualTo("REFUNDED");
    assertThat(stack.payments.refunds()).isEqualTo(refunds + 1);
    assertThat(stock(68).getLast()).isEqualTo("1000000|2");
    assertThat(audit("it-refund-lost")).hasSize(2);
  }

  /** Another order's tickets go behind those of the refunded one, while its locks are held. */
  @Test
  void aRefundDoesNotHoldUpOtherPurchases() throws Exception {
    String reference =
        client.purchase("it-refund-gap", "EV-0069", "VIP", "1").text("orderReference");
    try (Rival rival = Rival.holding(stack, vipOf(69));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> refund = threads.submit(() -> refund(reference));
      awaitLockWait();
      assertThat(client.purchase("it-refund-gap-2", "EV-0070", "VIP", "1").status()).isEqualTo(200);
      assertThat(refund).isNotDone();
      rival.letGo();
      assertThat(refund.get().text("status")).isEqualTo("REFUNDED");
    }
  }

  /** Refunds share the streams of the purchases; those that were lost or refused leave no gap. */
  @Test
  void theAuditTrailHasNoGap() throws Exception {
    String reference =
        client.purchase("it-refund-chain", "EV-0071", "VIP", "1").text("orderReference");
    AtOnce.run(4, i -> refund(reference));
    client.purchase("it-refund-chain-2", "EV-0071", "VIP", "1");
    try (Connection connection = stack.connect()) {
      assertThat(new AuditVerification(connection).run().findings())
          .filteredOn(finding -> finding.startsWith("stream"))
          .isEmpty();
    }
  }

  private static SoapClient.Answer refund(String reference) {
    return client.ask("checkout", "refund", "<orderReference>" + reference + "</orderReference>");
  }

  private static void assertFault(SoapClient.Answer answer, String code, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(500);
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("message")).isEqualTo(message);
  }

  private static List<String> tickets(String requestId) throws SQLException {
    return stack.rows(
        "SELECT k.status, COUNT(*) FROM ticket k JOIN orders o ON o.id = k.order_id"
            + " WHERE o.request_id = ? GROUP BY k.status",
        requestId);
  }

  private static List<String> stock(long eventId) throws SQLException {
    return stack.rows(
        "SELECT available, version FROM stock WHERE ticket_type_id BETWEEN ? AND ? ORDER BY"
            + " ticket_type_id",
        vipOf(eventId) - 3,
        vipOf(eventId));
  }

  private static List<String> audit(String requestId) throws SQLException {
    return stack.rows(
        "SELECT customer_id, action, detail FROM audit_record WHERE request_id = ? ORDER BY id",
        requestId);
  }
}
