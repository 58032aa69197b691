package com.turnstile.it;

import static com.turnstile.it.CheckoutClient.purchaseOf;
import static com.turnstile.it.TurnstileRows.query;
import static com.turnstile.it.TurnstileRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.Order;
import com.turnstile.ws.v3.gen.Purchase;
import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.VendorSettings;
import java.net.URL;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refunds as a client sees them, and what they leave in the tables and with the provider. */
class RefundIT extends ClientOfTurnstile {

  @ArquillianResource private URL application;
  private CheckoutClient client;

  @BeforeEach
  void connect() throws Exception {
    client = new CheckoutClient(application.toURI());
  }

  @AfterEach
  void disconnect() {
    client.close();
    Surroundings.payments().change(VendorSettings.defaults());
  }

  @Test
  void refundGivesMoneyTicketsAndPlacesBack() throws Exception {
    Purchase purchase = purchaseOf(UUID.randomUUID().toString(), "EV-0120", "STANDING*2", "VIP*1");
    Order bought = client.purchase(purchase);
    String reference = bought.getOrderReference();
    long refunds = Surroundings.payments().refunds();

    Order refunded = client.refund(reference);

    assertThat(refunded.getStatus()).isEqualTo("REFUNDED");
    refunded.setStatus("PAID");
    assertThat(refunded).usingRecursiveComparison().isEqualTo(bought);
    assertThat(Surroundings.payments().refunds()).isEqualTo(refunds + 1);
    String id = query("select id from orders where order_reference = ?", reference).get(0);
    assertThat(query("select distinct status from ticket where order_id = ?", id))
        .containsExactly("VOID");
    assertThat(
            query(
                "select entry_no, account, debit, credit from ledger_entry where order_id = ? and entry_no > 4 order by entry_no",
                id))
        .containsExactly(
            "5|CARD_CLEARING|0.00|" + bought.getTotal(),
            "6|TICKET_REVENUE|" + bought.getSubtotal() + "|0.00",
            "7|FEE_REVENUE|" + bought.getFees() + "|0.00",
            "8|TAX_PAYABLE|" + bought.getTax() + "|0.00");
    assertThat(
            query(
                "select available, version from stock where ticket_type_id in (477, 480) order by 1"))
        .containsExactly("1000000|2", "1000000|2");
    assertThat(audit(purchase))
        .containsExactly(
            "7|PURCHASE_ACCEPTED|order=" + reference + " total=" + bought.getTotal() + " tickets=3",
            "7|ORDER_REFUNDED|order=" + reference + " total=" + bought.getTotal());
    assertThat(client.purchase(purchase).getStatus()).isEqualTo("REFUNDED");
  }

  @Test
  void refundSentManyTimesAtOnceIsDoneOnce() throws Exception {
    Purchase purchase = purchaseOf(UUID.randomUUID().toString(), "EV-0121", "VIP*1");
    String reference = client.purchase(purchase).getOrderReference();
    long refunds = Surroundings.payments().refunds();
    Callable<String> refund = () -> client.refund(reference).getStatus();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> status : threads.invokeAll(Collections.nCopies(5, refund))) {
        assertThat(status.get()).isEqualTo("REFUNDED");
      }
    }

    assertThat(Surroundings.payments().refunds()).isEqualTo(refunds + 1);
    assertThat(audit(purchase)).hasSize(2);
    assertThat(query("select available from stock where ticket_type_id = 484"))
        .containsExactly("1000000");
  }

  @Test
  void refundThatIsLostAfterTheProviderIsFinishedByARepeat() throws Exception {
    Purchase purchase = purchaseOf(UUID.randomUUID().toString(), "EV-0123", "VIP*1");
    String reference = client.purchase(purchase).getOrderReference();
    long refunds = Surroundings.payments().refunds();

    update("rename table ledger_entry to ledger_entry_away");
    try {
      assertThatThrownBy(() -> client.refund(reference)).hasMessageContaining("internal error");
    } finally {
      update("rename table ledger_entry_away to ledger_entry");
    }

    assertThat(Surroundings.payments().refunds()).isEqualTo(refunds + 1);
    assertThat(client.order(reference).getStatus()).isEqualTo("PAID");
    assertThat(query("select available from stock where ticket_type_id = 492"))
        .containsExactly("999999");
    assertThat(client.refund(reference).getStatus()).isEqualTo("REFUNDED");
    assertThat(Surroundings.payments().refunds()).isEqualTo(refunds + 1);
    assertThat(query("select available from stock where ticket_type_id = 492"))
        .containsExactly("1000000");
    assertThat(audit(purchase)).hasSize(2);
  }

  @Test
  void refundIsRefusedWithAReason() throws Exception {
    Purchase purchase = purchaseOf(UUID.randomUUID().toString(), "EV-0122", "VIP*1");
    String reference = client.purchase(purchase).getOrderReference();

    refused("INVALID_REQUEST", "orderReference must not be blank", " ");
    refused("ORDER_NOT_FOUND", "no order with reference T-NONE", "T-NONE");
    update("update orders set status = 'AUTHORISED' where order_reference = ?", reference);
    refused(
        "NOT_REFUNDABLE",
        "order " + reference + " cannot be refunded, its status is AUTHORISED",
        reference);
    update("update orders set status = 'PAID' where order_reference = ?", reference);
    Surroundings.payments().change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    refused(
        "VENDOR_UNAVAILABLE",
        "the payment provider does not answer, try the refund again",
        reference);
    Surroundings.payments().change(VendorSettings.defaults());

    assertThat(client.refund(reference).getStatus()).isEqualTo("REFUNDED");
    assertThat(
            query(
                "select action from audit_record where request_id = ? order by id",
                purchase.getRequestId()))
        .containsExactly("PURCHASE_ACCEPTED", "REFUND_REFUSED", "REFUND_REFUSED", "ORDER_REFUNDED");
    assertThat(audit(purchase))
        .contains("7|REFUND_REFUSED|NOT_REFUNDABLE", "7|REFUND_REFUSED|VENDOR_UNAVAILABLE");
  }

  private void refused(String code, String message, String reference) {
    CheckoutFaultMessage fault =
        catchThrowableOfType(CheckoutFaultMessage.class, () -> client.refund(reference));

    assertThat(fault).hasMessage(message);
    assertThat(fault.getFaultInfo().getCode().value()).isEqualTo(code);
  }

  private static List<String> audit(Purchase purchase) throws SQLException {
    return query(
        "select customer_id, action, detail from audit_record where request_id = ? order by id",
        purchase.getRequestId());
  }
}
