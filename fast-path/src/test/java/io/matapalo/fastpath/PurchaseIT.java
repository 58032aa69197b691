package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.VendorSettings;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of docs/turnstile.md, against real servers. */
final class PurchaseIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(1);

  @Test
  void sellsAndWritesTheContractsRows() throws SQLException {
    SoapClient.Answer answer =
        client.purchase("it-accepted-1", "EV-0001", "SEATED", "2", "STANDING", "1");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    // Event 1: SEATED 50.90, STANDING 30.90; 5 % and 0.75 a ticket; venue 2 is in FR.
    assertThat(answer.text("subtotal")).isEqualTo("132.70");
    assertThat(answer.text("fees")).isEqualTo("8.89");
    assertThat(answer.text("eventName")).isEqualTo("Event 1 &amp; friends");
    assertThat(answer.text("status")).isEqualTo("PAID");
    assertThat(answer.text("cardLastFour")).isEqualTo("1111");
    assertThat(answer.text("createdAt"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(answer.texts("ticketNumber")).hasSize(3).allMatch(n -> n.matches("K-[0-9A-Z]{16}"));
    String reference = answer.text("orderReference");
    assertThat(reference).matches("T-[0-9A-HJKMNP-TV-Z]{16}");
    assertRows(reference, answer.text("total"), answer.text("tax"));
  }

  private static void assertRows(String reference, String total, String tax) throws SQLException {
    assertThat(
            stack.rows(
                "SELECT customer_id, event_id, status, total, version FROM orders"
                    + " WHERE request_id = 'it-accepted-1'"))
        .containsExactly("7|1|PAID|" + total + "|1");
    assertThat(
            stack.rows(
                "SELECT l.line_no, t.code, l.quantity, l.unit_price, l.amount FROM order_line l"
                    + " JOIN ticket_type t ON t.id = l.ticket_type_id JOIN orders o ON o.id ="
                    + " l.order_id WHERE o.order_reference = ? ORDER BY l.line_no",
                reference))
        .containsExactly("1|SEATED|2|50.90|101.80", "2|STANDING|1|30.90|30.90");
    assertThat(
            stack.rows(
                "SELECT t.line_no, t.ticket_no, t.status FROM ticket t JOIN orders o ON o.id ="
                    + " t.order_id WHERE o.order_reference = ? ORDER BY 1, 2",
                reference))
        .containsExactly("1|1|VALID", "1|2|VALID", "2|1|VALID");
    assertThat(
            stack.rows(
                "SELECT l.entry_no, l.account, l.debit, l.credit, l.currency FROM ledger_entry l"
                    + " JOIN orders o ON o.id = l.order_id WHERE o.order_reference = ? ORDER BY 1",
                reference))
        .containsExactly(
            "1|CARD_CLEARING|" + total + "|0.00|EUR",
            "2|TICKET_REVENUE|0.00|132.70|EUR",
            "3|FEE_REVENUE|0.00|8.89|EUR",
            "4|TAX_PAYABLE|0.00|" + tax + "|EUR");
    assertThat(audit("it-accepted-1"))
        .containsExactly(
            "7|PURCHASE_ACCEPTED|order=" + reference + " total=" + total + " tickets=3");
  }

  @Test
  void getOrderAnswersAsThePurchaseDid() {
    SoapClient.Answer bought =
        client.purchase("it-get-order-1", "EV-0002", "VIP", "3", "BALCONY", "10", "STANDING", "1");
    SoapClient.Answer found = client.getOrder(bought.text("orderReference"));

    assertThat(found.status()).isEqualTo(200);
    assertThat(found.order()).isNotEmpty().isEqualTo(bought.order());
    assertThat(found.body()).contains("<ns2:getOrderResponse xmlns:ns2=");
  }

  @Test
  void aPurchaseIsAHandfulOfStatements() {
    client.purchase("it-count-warm", "EV-0003", "VIP", "1");
    StatementCounts before = StatementCounts.of("Checkout.purchase", client);
    SoapClient.Answer bought =
        client.purchase("it-count-1", "EV-0003", "VIP", "1", "SEATED", "2", "STANDING", "2");
    StatementCounts purchase = StatementCounts.of("Checkout.purchase", client).minus(before);
    StatementCounts beforeGet = StatementCounts.of("Checkout.getOrder", client);
    client.getOrder(bought.text("orderReference"));
    StatementCounts getOrder = StatementCounts.of("Checkout.getOrder", client).minus(beforeGet);

    // The order's status and all stock rows; order, lines, tickets, ledger, audit.
    assertThat(purchase).isEqualTo(new StatementCounts(1, 1, 5, 2, 0, 0, 1));
    assertThat(getOrder).isEqualTo(StatementCounts.reads(1));
  }

  /** So the provider is asked after two statements at most. */
  @Test
  void anEventThatNobodyHasAskedForIsOneStatementMore() {
    client.purchase("it-unseen-warm", "EV-0003", "VIP", "1");
    StatementCounts before = StatementCounts.of("Checkout.purchase", client);
    client.purchase("it-unseen-1", "EV-0178", "VIP", "1", "SEATED", "2", "STANDING", "2");

    assertThat(StatementCounts.of("Checkout.purchase", client).minus(before))
        .isEqualTo(new StatementCounts(1, 2, 5, 2, 0, 0, 1));
  }

  @Test
  void theProviderIsAskedAfterOneStatement() {
    client.purchase("it-before-warm", "EV-0003", "VIP", "1");
    stack.payments.change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    StatementCounts before = StatementCounts.of("Checkout.purchase", client);
    client.purchase("it-before-1", "EV-0003", "VIP", "1", "SEATED", "2", "STANDING", "2");

    // One look, and then the record of the refusal.
    assertThat(StatementCounts.of("Checkout.purchase", client).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 1, 0, 0, 0, 0));
  }

  @Test
  void aRepeatGetsTheSameAnswerAndWritesNothing() throws SQLException {
    SoapClient.Answer first = client.purchase("it-repeat-1", "EV-0004", "VIP", "1");
    long authorisations = stack.payments.payments();
    SoapClient.Answer second = client.purchase("it-repeat-1", "EV-0004", "VIP", "1");

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(stack.payments.payments()).isEqualTo(authorisations);
    assertThat(audit("it-repeat-1")).hasSize(1);
  }

  @Test
  void anotherPurchaseUnderTheSameRequestIdIsRefused() throws SQLException {
    client.purchase("it-conflict-1", "EV-0004", "VIP", "1");
    assertFault(
        client.purchase("it-conflict-1", "EV-0004", "VIP", "2"),
        "REQUEST_ID_CONFLICT",
        "requestId was used for another purchase");
    assertFault(
        client.purchase("IT-conflict-1", "EV-0004", "VIP", "1"),
        "REQUEST_ID_CONFLICT",
        "requestId was used for another purchase");
    assertThat(audit("it-conflict-1")).last().isEqualTo("7|PURCHASE_REFUSED|REQUEST_ID_CONFLICT");
  }

  @Test
  void refusesInTheContractsWords() throws SQLException {
    assertFault(
        client.purchase("it-refuse-customer", 999_999, "EV-0005", SoapClient.CARD, "VIP", "1"),
        "UNKNOWN_CUSTOMER",
        "no active customer 999999");
    assertThat(audit("it-refuse-customer"))
        .containsExactly("null|PURCHASE_REFUSED|UNKNOWN_CUSTOMER");
    assertFault(
        client.purchase("it-refuse-event", "EV-&lt;9", "VIP", "1"),
        "UNKNOWN_EVENT",
        "no event on sale with code EV-&lt;9");
    assertFault(
        client.purchase("it-refuse-event-case", "ev-0005", "VIP", "1"),
        "UNKNOWN_EVENT",
        "no event on sale with code ev-0005");
    assertFault(
        client.purchase("it-refuse-type", "EV-0005", "VIP", "1", "LOFT", "1"),
        "UNKNOWN_TICKET_TYPE",
        "event EV-0005 has no ticket type LOFT");
  }

  @Test
  void refusesWhatCannotBeSoldOrPaid() throws SQLException {
    long payments = stack.payments.payments();
    assertFault(
        client.purchase("it-refuse-sold-out", "EV-0200", "VIP", "1"),
        "SOLD_OUT",
        "not enough tickets of type VIP");
    assertThat(stack.payments.payments()).as("the provider was not asked").isEqualTo(payments);
    assertFault(
        client.purchase("it-refuse-card", 7, "EV-0005", SoapClient.DECLINED_CARD, "VIP", "1"),
        "CARD_DECLINED",
        "the card was declined: insufficient funds");
    assertThat(audit("it-refuse-card")).containsExactly("7|PURCHASE_REFUSED|CARD_DECLINED");
    assertFault(
        client.purchase("short", "EV-0005", "VIP", "1"),
        "INVALID_REQUEST",
        "requestId must be 8 to 64 letters, digits or dashes");
    assertThat(audit("short")).isEmpty();
    assertFault(
        client.getOrder("T-0000000000000000"),
        "ORDER_NOT_FOUND",
        "no order with reference T-0000000000000000");
    assertFault(client.getOrder(" "), "INVALID_REQUEST", "orderReference must not be blank");
  }

  @Test
  void taxComesFromTheTableWhenTheServiceIsDown() {
    await().atMost(SOON).until(() -> stack.taxes.dumps() > 0);
    client.purchase("it-tax-warm", "EV-0006", "VIP", "1");
    long quotes = stack.taxes.quotes();
    stack.taxes.change(VendorSettings.defaults().withOutage(Outage.REFUSE));

    assertThat(client.purchase("it-tax-1", "EV-0006", "VIP", "1").status()).isEqualTo(200);
    assertThat(stack.taxes.quotes()).isEqualTo(quotes);
  }

  @Test
  void aProviderOutageIsRefusedAndARepeatSells() throws SQLException {
    stack.payments.change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    assertFault(
        client.purchase("it-outage-1", "EV-0007", "VIP", "1"),
        "VENDOR_UNAVAILABLE",
        "the payment provider does not answer, try again with the same requestId");
    assertThat(stack.rows("SELECT id FROM orders WHERE request_id = 'it-outage-1'")).isEmpty();

    stack.payments.change(VendorSettings.defaults());
    assertThat(client.purchase("it-outage-1", "EV-0007", "VIP", "1").status()).isEqualTo(200);
  }

  @Test
  void aRepeatFinishesAnOrderWhoseCaptureFailed() throws SQLException {
    stack.paymentRelay.failCallsTo("/capture");
    long captures = stack.payments.captures();
    assertFault(
        client.purchase("it-capture-1", "EV-0008", "VIP", "1"),
        "VENDOR_UNAVAILABLE",
        "the payment provider does not answer, try again with the same requestId");
    assertThat(status("it-capture-1")).containsExactly("AUTHORISED");

    stack.paymentRelay.failNone();
    SoapClient.Answer repeat = client.purchase("it-capture-1", "EV-0008", "VIP", "1");
    assertThat(repeat.text("status")).isEqualTo("PAID");
    assertThat(status("it-capture-1")).containsExactly("PAID");
    assertThat(stack.payments.captures()).isEqualTo(captures + 1);
    assertThat(stack.rows("SELECT action FROM audit_record WHERE request_id = 'it-capture-1'"))
        .as("a booked purchase is never recorded as refused")
        .containsExactly("PURCHASE_ACCEPTED");
  }

  @Test
  void theSweeperFinishesOldAuthorisedOrders() throws SQLException {
    stack.paymentRelay.failCallsTo("/capture");
    client.purchase("it-sweep-1", "EV-0009", "VIP", "1");
    assertThat(status("it-sweep-1")).containsExactly("AUTHORISED");
    stack.update(
        "UPDATE orders SET created_at = created_at - INTERVAL 1 MINUTE WHERE request_id = ?",
        "it-sweep-1");

    stack.paymentRelay.failNone();
    await().atMost(SOON).until(() -> status("it-sweep-1").equals(List.of("PAID")));
  }

  @Test
  void declinesWhatIsLegacysToAnswer() {
    assertDeclined(client.post("not xml"), "not-well-formed");
    assertDeclined(client.post("<html/>"), "not-soap");
    assertDeclined(client.post("<!DOCTYPE x []>" + SoapClient.envelope("<t:getOrder/>")), "dtd");
    assertDeclined(client.post(SoapClient.envelope("<t:undo/>")), "unknown-operation");
    assertDeclined(client.post("x".repeat(70_000)), "too-large");
    assertDeclined(client.get("/turnstile/v3/checkout?wsdl"), "not-a-post");
    assertDeclined(client.get("/turnstile/v1/checkout"), "unknown-path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health;a=b",
        "/health/",
        "/%68ealth",
        "/matapalo//sql",
        "/matapalo/metrics;a",
        "/matapalo/sql/",
        "/matapalo/sql;x/statements"
      })
  void addressesCompareExactly(String path) {
    assertDeclined(client.get(path), "unknown-path");
  }

  @ParameterizedTest
  @CsvSource({
    "unknown-path, /turnstile/v3/checkout/",
    "unknown-path, /turnstile/v3/checkout;a=b",
    "unknown-path, /turnstile/v3/%63heckout",
    "query, /turnstile/v3/checkout?wsdl"
  })
  void theServicesAddressComparesExactly(String reason, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(stack.server.url().resolve(path))
            .header("Content-Type", "text/xml;charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(SoapClient.envelope("<t:getOrder/>")));
    assertDeclined(client.send(request), reason);
  }

  @Test
  void tellsItsHealth() {
    assertThat(client.get("/health")).isEqualTo(new SoapClient.Answer(200, "ok", ""));
  }

  private static void assertFault(SoapClient.Answer answer, String code, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(500);
    assertThat(answer.body())
        .contains(
            "<S:Body><S:Fault><faultcode>S:Server</faultcode><faultstring>"
                + message
                + "</faultstring><detail><ns2:checkoutFault"
                + " xmlns:ns2=\"http://turnstile.example/checkout/v3\"><ns2:code>"
                + code
                + "</ns2:code><ns2:message>"
                + message
                + "</ns2:message></ns2:checkoutFault></detail></S:Fault>");
  }

  private static void assertDeclined(SoapClient.Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(421);
    assertThat(answer.decline()).isEqualTo(reason);
  }

  private static List<String> audit(String requestId) throws SQLException {
    return stack.rows(
        "SELECT customer_id, action, detail FROM audit_record WHERE request_id = ? ORDER BY id",
        requestId);
  }
}
