package com.turnstile.it;

import static com.turnstile.it.CheckoutClient.DECLINED_CARD;
import static com.turnstile.it.CheckoutClient.GOOD_CARD;
import static com.turnstile.it.CheckoutClient.purchaseOf;
import static com.turnstile.it.TurnstileRows.query;
import static com.turnstile.it.TurnstileRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.FaultCode;
import com.turnstile.ws.v3.gen.Order;
import com.turnstile.ws.v3.gen.Purchase;
import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.VendorSettings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The public interface as a client sees it, and what it leaves in the tables and with the vendors.
 */
class CheckoutIT extends ClientOfTurnstile {

  private static int requests;

  @ArquillianResource private URL application;
  private CheckoutClient client;

  @BeforeEach
  void connect() throws IOException, URISyntaxException {
    client = new CheckoutClient(application.toURI());
  }

  @AfterEach
  void disconnect() {
    client.close();
    Surroundings.payments().change(VendorSettings.defaults());
    Surroundings.tax().change(VendorSettings.defaults());
  }

  @Test
  void purchaseIsAnsweredWrittenAndCharged() throws Exception {
    String requestId = nextRequestId();
    long captures = Surroundings.payments().captures();

    Order order = client.purchase(purchaseOf(requestId, "EV-0001", "STANDING*2", "VIP*1"));

    assertThat(order.getOrderReference()).matches("T-[0-9A-HJKMNP-TV-Z]{16}");
    assertThat(order.getStatus()).isEqualTo("PAID");
    assertThat(order.getEventName()).isEqualTo("Event 1 & friends");
    assertThat(order.getSubtotal()).isEqualTo("211.80");
    assertThat(order.getFees()).isEqualTo("12.84");
    assertThat(order.getTax()).isEqualTo("12.36");
    assertThat(order.getTotal()).isEqualTo("237.00");
    assertThat(order.getLine().get(0).getTicketNumber()).hasSize(2).doesNotHaveDuplicates();
    assertThat(Surroundings.payments().captures()).isEqualTo(captures + 1);

    List<String> orders =
        query(
            "select id, status, total, card_last_four, created_at from orders where request_id = ?",
            requestId);
    String id = orders.get(0).substring(0, orders.get(0).indexOf('|'));
    assertThat(orders)
        .containsExactly(
            id
                + "|PAID|237.00|1111|"
                + order.getCreatedAt().toString().replace('T', ' ').replace("Z", ""));
    assertThat(
            query(
                "select line_no, ticket_type_id, quantity, unit_price, amount from order_line where order_id = ? order by line_no",
                id))
        .containsExactly("1|1|2|30.90|61.80", "2|4|1|150.00|150.00");
    assertThat(
            query(
                "select line_no, ticket_no, status from ticket where order_id = ? order by line_no, ticket_no",
                id))
        .containsExactly("1|1|VALID", "1|2|VALID", "2|1|VALID");
    assertThat(
            query(
                "select entry_no, account, debit, credit, currency from ledger_entry where order_id = ? order by entry_no",
                id))
        .containsExactly(
            "1|CARD_CLEARING|237.00|0.00|EUR",
            "2|TICKET_REVENUE|0.00|211.80|EUR",
            "3|FEE_REVENUE|0.00|12.84|EUR",
            "4|TAX_PAYABLE|0.00|12.36|EUR");
    assertThat(audit(requestId))
        .containsExactly(
            "7|PURCHASE_ACCEPTED|order=" + order.getOrderReference() + " total=237.00 tickets=3");
    assertThat(client.order(order.getOrderReference())).usingRecursiveComparison().isEqualTo(order);
  }

  @Test
  void sameRequestAgainIsTheSameOrderAndIsChargedOnce() throws Exception {
    Purchase purchase = purchaseOf(nextRequestId(), "EV-0002", "BALCONY*3");
    Order first = client.purchase(purchase);
    long payments = Surroundings.payments().payments();

    assertThat(client.purchase(purchase)).usingRecursiveComparison().isEqualTo(first);

    assertThat(Surroundings.payments().payments()).isEqualTo(payments);
    assertThat(audit(purchase.getRequestId())).hasSize(1);
  }

  @Test
  void sameRequestSentAtOnceIsSoldAndChargedOnce() throws Exception {
    Purchase purchase = purchaseOf(nextRequestId(), "EV-0003", "SEATED*2");
    long payments = Surroundings.payments().payments();

    List<String> references =
        atOnce(Collections.nCopies(6, () -> client.purchase(purchase).getOrderReference()));

    assertThat(references).hasSize(6).containsOnly(references.get(0));
    assertThat(query("select count(*) from orders where request_id = ?", purchase.getRequestId()))
        .containsExactly("1");
    assertThat(query("select available, version from stock where ticket_type_id = 10"))
        .containsExactly("999998|1");
    assertThat(Surroundings.payments().payments()).isEqualTo(payments + 1);
    assertThat(audit(purchase.getRequestId())).hasSize(1);
  }

  @Test
  void purchasesOfTheSameStockInAnyOrderOfLinesDoNotDisturbEachOther() throws Exception {
    List<Callable<String>> purchases = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String[] lines =
          i % 2 == 0 ? new String[] {"STANDING*1", "VIP*2"} : new String[] {"VIP*2", "STANDING*1"};
      Purchase purchase = purchaseOf(nextRequestId(), "EV-0004", lines);
      purchases.add(() -> client.purchase(purchase).getStatus());
    }

    assertThat(atOnce(purchases)).hasSize(20).containsOnly("PAID");

    assertThat(
            query(
                "select available, version from stock where ticket_type_id in (13, 16) order by ticket_type_id"))
        .containsExactly("999980|20", "999960|20");
  }

  @Test
  void lastTicketsAreSoldOnceAndTheOthersMoneyIsGivenBack() throws Exception {
    update("update stock set available = 3 where ticket_type_id = 20");
    List<Callable<String>> purchases = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Purchase purchase = purchaseOf(nextRequestId(), "EV-0005", "VIP*1");
      purchases.add(() -> {
        try {
          return client.purchase(purchase).getStatus();
        } catch (CheckoutFaultMessage e) {
          return e.getFaultInfo().getCode().value();
        }
      });
    }

    assertThat(atOnce(purchases))
        .containsExactlyInAnyOrder("PAID", "PAID", "PAID", "SOLD_OUT", "SOLD_OUT", "SOLD_OUT");

    assertThat(query("select available from stock where ticket_type_id = 20")).containsExactly("0");
  }

  @Test
  void orderThatWasAuthorisedElsewhereIsChargedBeforeItIsAnswered() throws Exception {
    Purchase purchase = purchaseOf(nextRequestId(), "EV-0006", "VIP*1");
    Order order = client.purchase(purchase);
    update("update orders set status = 'AUTHORISED' where request_id = ?", purchase.getRequestId());
    assertThat(client.order(order.getOrderReference()).getStatus()).isEqualTo("AUTHORISED");

    Surroundings.payments().change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    assertThat(faultOf(purchase).getFaultInfo().getCode()).isEqualTo(FaultCode.VENDOR_UNAVAILABLE);
    assertThat(audit(purchase.getRequestId()))
        .as("a booked purchase is never recorded as refused")
        .hasSize(1);
    Surroundings.payments().change(VendorSettings.defaults());
    assertThat(client.purchase(purchase).getStatus()).isEqualTo("PAID");

    assertThat(query("select status from orders where request_id = ?", purchase.getRequestId()))
        .containsExactly("PAID");
  }

  @Test
  void refusalsSayWhyAndAreAudited() throws SQLException {
    refused(
        "UNKNOWN_EVENT",
        "no event on sale with code EV-9999",
        purchaseOf(nextRequestId(), "EV-9999", "VIP*1"));
    refused(
        "UNKNOWN_EVENT",
        "no event on sale with code ev-0001",
        purchaseOf(nextRequestId(), "ev-0001", "VIP*1"));
    refused(
        "UNKNOWN_TICKET_TYPE",
        "event EV-0001 has no ticket type BOX",
        purchaseOf(nextRequestId(), "EV-0001", "VIP*1", "BOX*1"));
    refused(
        "SOLD_OUT",
        "not enough tickets of type VIP",
        purchaseOf(nextRequestId(), "EV-0200", "VIP*1"));
    Purchase declined = purchaseOf(nextRequestId(), "EV-0001", "VIP*1");
    declined.getCard().setNumber(DECLINED_CARD);
    refused("CARD_DECLINED", "the card was declined: insufficient funds", declined);
  }

  @Test
  void unknownCustomerIsAuditedWithoutAnId() throws SQLException {
    Purchase purchase = purchaseOf(nextRequestId(), "EV-0001", "VIP*1");
    purchase.setCustomerId(99_999L);

    CheckoutFaultMessage fault = faultOf(purchase);

    assertThat(fault).hasMessage("no active customer 99999");
    assertThat(audit(purchase.getRequestId()))
        .containsExactly("null|PURCHASE_REFUSED|UNKNOWN_CUSTOMER");
  }

  @Test
  void requestIdOfAnotherPurchaseIsRefused() throws Exception {
    String requestId = nextRequestId();
    client.purchase(purchaseOf(requestId, "EV-0007", "VIP*1"));

    assertThat(faultOf(purchaseOf(requestId, "EV-0007", "VIP*2")).getFaultInfo().getCode())
        .isEqualTo(FaultCode.REQUEST_ID_CONFLICT);
    assertThat(audit(requestId))
        .hasSize(2)
        .last()
        .isEqualTo("7|PURCHASE_REFUSED|REQUEST_ID_CONFLICT");
  }

  @Test
  void invalidRequestLeavesNoTrace() throws SQLException {
    Purchase purchase = purchaseOf(nextRequestId(), "EV-0001", "VIP*11");

    assertThat(faultOf(purchase)).hasMessage("quantity must be 1 to 10, was 11");

    assertThat(audit(purchase.getRequestId())).isEmpty();
  }

  @Test
  void vendorThatFailsCanBeTriedAgainWithTheSameRequestId() throws Exception {
    Purchase purchase = purchaseOf(nextRequestId(), "EV-0008", "VIP*1");
    Surroundings.tax().change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    assertThat(faultOf(purchase))
        .hasMessage("the tax service does not answer, try again with the same requestId");
    Surroundings.tax().change(VendorSettings.defaults());
    Surroundings.payments().change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    assertThat(faultOf(purchase))
        .hasMessage("the payment provider does not answer, try again with the same requestId");
    Surroundings.payments().change(VendorSettings.defaults());

    assertThat(client.purchase(purchase).getStatus()).isEqualTo("PAID");
    assertThat(query("select available from stock where ticket_type_id = 32"))
        .containsExactly("999999");
  }

  @Test
  void unknownOrBlankReferencesAreRefused() {
    CheckoutFaultMessage unknown =
        catchThrowableOfType(CheckoutFaultMessage.class, () -> client.order("T-NONE"));
    CheckoutFaultMessage blank =
        catchThrowableOfType(CheckoutFaultMessage.class, () -> client.order(" "));

    assertThat(unknown).hasMessage("no order with reference T-NONE");
    assertThat(unknown.getFaultInfo().getCode()).isEqualTo(FaultCode.ORDER_NOT_FOUND);
    assertThat(blank).hasMessage("orderReference must not be blank");
    assertThat(blank.getFaultInfo().getCode()).isEqualTo(FaultCode.INVALID_REQUEST);
  }

  @Test
  void missingAndUnreadableNumbersAreZero() throws Exception {
    HttpResponse<String> unreadable =
        client.post(envelope("<requestId>request-x1</requestId><customerId>seven</customerId>"));
    HttpResponse<String> missing = client.post(envelope("<requestId>request-x1</requestId>"));

    assertThat(unreadable.body()).contains("<faultstring>customerId must be positive, was 0<");
    assertThat(missing.body()).contains("<faultstring>customerId must be positive, was 0<");
    assertThat(missing.statusCode()).isEqualTo(500);
  }

  @Test
  void failureInsideIsNamedToNobody() throws Exception {
    update("rename table fee_rule to fee_rule_away");
    try {
      String envelope =
          envelope(
              "<requestId>"
                  + nextRequestId()
                  + "</requestId><customerId>7</customerId><eventCode>EV-0001</eventCode>"
                  + "<line><ticketTypeCode>VIP</ticketTypeCode><quantity>1</quantity></line><card><number>"
                  + GOOD_CARD
                  + "</number><expiryMonth>1</expiryMonth><expiryYear>2030</expiryYear><holder>A</holder></card>");
      HttpResponse<String> answer = client.post(envelope);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .contains("<faultstring>internal error<")
          .contains("Server</faultcode>")
          .doesNotContain("fee_rule", "Exception", "at com.", GOOD_CARD);
    } finally {
      update("rename table fee_rule_away to fee_rule");
    }
  }

  @Test
  void bodiesThatAreNoRequestAreAnsweredAndDoNoHarm() throws Exception {
    assertThat(client.post("no soap at all").statusCode()).isBetween(400, 599);
    assertThat(
            client
                .post(
                    "<!DOCTYPE x [<!ENTITY e \"boom\">]>" + envelope("<requestId>&e;</requestId>"))
                .body())
        .doesNotContain("boom");
    assertThat(client.post(envelope("").replace("purchase", "steal")).body()).contains("Fault");

    assertThat(client.purchase(purchaseOf(nextRequestId(), "EV-0009", "VIP*1")).getStatus())
        .isEqualTo("PAID");
  }

  @Test
  void statementsOfAPurchaseAreRecordedUnderItsOperation() throws Exception {
    client.purchase(purchaseOf(nextRequestId(), "EV-0010", "VIP*1"));

    HttpResponse<String> totals = client.get("/turnstile/matapalo/sql");

    assertThat(totals.statusCode()).isEqualTo(200);
    assertThat(totals.body())
        .containsPattern("\"operation\":\"Checkout.purchase\",\"requests\":[1-9]");
    // As an operation: call sites do name it.
    assertThat(totals.body()).doesNotContain("#executePurchase", "\"operation\":\"executePurchase");
  }

  @Test
  void requestIdJoinsWhatBothTiersDid() throws Exception {
    String order =
        envelope("<orderReference>ORD-NONE</orderReference>").replace("purchase", "getOrder");

    HttpResponse<String> joined =
        client.post(order, "X-Matapalo-Sql", "please", "X-Request-Id", "checkout-it-joined-1");
    HttpResponse<String> apart = client.post(order, "X-Matapalo-Sql", "please");

    assertThat(joined.headers().firstValue("X-Matapalo-Sql").orElse("none"))
        .matches("select=[1-9]\\d*;insert=0;.*");
    assertThat(apart.headers().firstValue("X-Matapalo-Sql").orElse("none"))
        .startsWith("select=0;insert=0;");
    assertThat(client.post(order).headers().firstValue("X-Matapalo-Sql")).isEmpty();
  }

  private void refused(String code, String message, Purchase purchase) throws SQLException {
    CheckoutFaultMessage fault = faultOf(purchase);

    assertThat(fault).hasMessage(message);
    assertThat(fault.getFaultInfo().getCode().value()).isEqualTo(code);
    assertThat(fault.getFaultInfo().getMessage()).isEqualTo(message);
    assertThat(audit(purchase.getRequestId())).containsExactly("7|PURCHASE_REFUSED|" + code);
    assertThat(query("select id from orders where request_id = ?", purchase.getRequestId()))
        .isEmpty();
  }

  private CheckoutFaultMessage faultOf(Purchase purchase) {
    return catchThrowableOfType(CheckoutFaultMessage.class, () -> client.purchase(purchase));
  }

  private static List<String> audit(String requestId) throws SQLException {
    return query(
        "select customer_id, action, detail from audit_record where request_id = ? order by id",
        requestId);
  }

  private static List<String> atOnce(List<Callable<String>> calls)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> answers = new ArrayList<>();
      for (Future<String> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private static String envelope(String content) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + "<purchase xmlns=\"http://turnstile.example/checkout/v3\">"
        + content
        + "</purchase></s:Body></s:Envelope>";
  }

  private static synchronized String nextRequestId() {
    return "request-" + ++requests;
  }
}
