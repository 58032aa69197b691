package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.turnstile.Slowness;
import com.turnstile.entity.Customer;
import com.turnstile.entity.Event;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.service.AttributeBean;
import com.turnstile.service.AuditBean;
import com.turnstile.service.CheckoutFacadeBean;
import com.turnstile.service.CheckoutRefusal;
import com.turnstile.service.ConfigurationBean;
import com.turnstile.service.CustomerBean;
import com.turnstile.service.CustomerDossier;
import com.turnstile.service.DuplicateRequestException;
import com.turnstile.service.EventBean;
import com.turnstile.service.HousekeepingBean;
import com.turnstile.service.LedgerBean;
import com.turnstile.service.LoyaltyBean;
import com.turnstile.service.NotificationBean;
import com.turnstile.service.OrderBean;
import com.turnstile.service.OrderQueryBean;
import com.turnstile.service.PaymentBean;
import com.turnstile.service.PermissionBean;
import com.turnstile.service.PurchaseBean;
import com.turnstile.service.RefundBean;
import com.turnstile.service.RepeatedRequestBean;
import com.turnstile.service.StockBean;
import com.turnstile.service.TaxBean;
import com.turnstile.service.TicketBean;
import com.turnstile.transfer.CardData;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.vendor.Message;
import com.turnstile.vendor.Payment;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs inside the server: the session beans of Checkout, each by itself over its DAOs. */
class CheckoutBeansIT extends InsideTurnstile {

  private static final BigDecimal NET = new BigDecimal("100.00");

  @EJB private AttributeBean attributes;
  @EJB private AuditBean audit;
  @EJB private CheckoutFacadeBean facade;
  @EJB private ConfigurationBean configuration;
  @EJB private CustomerBean customers;
  @EJB private EventBean events;
  @EJB private HousekeepingBean housekeeping;
  @EJB private LedgerBean ledger;
  @EJB private LoyaltyBean loyalty;
  @EJB private NotificationBean notifications;
  @EJB private OrderBean orders;
  @EJB private OrderQueryBean orderQueries;
  @EJB private PaymentBean payments;
  @EJB private PermissionBean permissions;
  @EJB private PurchaseBean purchases;
  @EJB private RefundBean refunds;
  @EJB private RepeatedRequestBean repeatedRequests;
  @EJB private StockBean stock;
  @EJB private TaxBean tax;
  @EJB private TicketBean tickets;

  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:jboss/datasources/TurnstileDS")
  private DataSource database;

  @AfterEach
  void rollBack() throws Exception {
    if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
      transaction.rollback();
    }
  }

  @Test
  void configurationIsWhatTheTableSaysAtThatMoment() throws Exception {
    assertEquals("otherwise", configuration.text("no.such.entry", "otherwise"));
    assertEquals(15, configuration.number("basket.hold-minutes", 7));
    assertTrue(configuration.flag("checkout.enabled", false));

    change("insert into config_entry (name, value) values ('no.such.entry', '42')");
    try {
      assertEquals(42, configuration.number("no.such.entry", 7));
    } finally {
      change("delete from config_entry where name = 'no.such.entry'");
    }
    assertEquals(7, configuration.number("no.such.entry", 7));
  }

  @Test
  void customerMustExistAndBeActive() throws Exception {
    assertEquals("Customer 7", customers.requireActive(7).getName());
    assertEquals(
        "no active customer 99999",
        assertThrows(CheckoutRefusal.class, () -> customers.requireActive(99_999)).getMessage());

    change("update customer set status = 'CLOSED' where id = 31");
    try {
      assertEquals(
          "UNKNOWN_CUSTOMER",
          assertThrows(CheckoutRefusal.class, () -> customers.requireActive(31)).getCode());
    } finally {
      change("update customer set status = 'ACTIVE' where id = 31");
    }
  }

  @Test
  void dossierHoldsWhatTheTablesSayOfACustomer() throws Exception {
    change(
        "insert into customer_preference (customer_id, name, value) values (32, 'seat', 'aisle')");
    String reference =
        facade.executePurchase(purchase(32, "EV-0100", "VIP", 1)).getOrderReference();

    CustomerDossier dossier = customers.dossier(customers.requireActive(32));

    assertEquals("aisle", dossier.getPreferences().get("seat"));
    assertEquals(reference, dossier.getLatestOrder());
    assertEquals(List.of("{street}", "{postcode} {city}"), dossier.getAddressLines());
    assertEquals("PT", dossier.getCountryCode());
  }

  @Test
  void permissionsTurnNobodyAway() {
    permissions.expect(7L, "CHECKOUT_PURCHASE");
    permissions.expect(7L, "MAY_FLY");
    permissions.expect(99_999L, "CHECKOUT_PURCHASE");
  }

  @Test
  void eventsAndTicketTypesAreFoundByTheirExactCode() throws Exception {
    Event event = events.requireOnSale("EV-0100");

    assertEquals("Event 100 & friends", event.getName());
    assertEquals("VIP", events.requireTicketType(event.getId(), "EV-0100", "VIP").getCode());
    assertThrows(CheckoutRefusal.class, () -> events.requireOnSale("ev-0100"));
    assertThrows(
        CheckoutRefusal.class, () -> events.requireTicketType(event.getId(), "EV-0100", "vip"));
  }

  @Test
  void stockIsTakenAndGivenBackAndRunsOut() throws Exception {
    Event event = events.requireOnSale("EV-0101");
    stock.requireEnough(event.getId(), "EV-0101", lines("VIP", 10));
    assertThrows(
        CheckoutRefusal.class, () -> stock.requireEnough(200L, "EV-0200", lines("VIP", 1)));

    transaction.begin();
    assertEquals(Optional.empty(), stock.take(event.getId(), "EV-0101", lines("VIP", 10)));
    assertEquals(Optional.of("VIP"), stock.take(200L, "EV-0200", lines("VIP", 1)));
    transaction.commit();
    assertEquals(
        "999990|1", row("select available, version from stock where ticket_type_id = 404"));
  }

  @Test
  void loyaltyPointsFollowTierRuleAndAmount() throws Exception {
    assertEquals(0, loyalty.points(customer("PUBLIC", "DE"), NET));
    assertEquals(150, loyalty.points(customer("MEMBER", "DE"), NET));
    assertEquals(49, loyalty.points(customer("AGENCY", "XX"), new BigDecimal("99.99")));
    assertEquals(1_000, loyalty.points(customer("MEMBER", "FR"), new BigDecimal("500.00")));
  }

  @Test
  void housekeepingRemovesExpiredHoldsOnly() throws Exception {
    change(
        "insert into basket_hold (basket, ticket_type_id, quantity, held_at) values"
            + " ('a', 1, 2, utc_timestamp() - interval 1 hour), ('b', 1, 2, utc_timestamp() + interval 1 hour)");

    assertEquals(1, housekeeping.removeExpiredHolds());

    assertEquals("b", row("select basket from basket_hold"));
    change("delete from basket_hold");
  }

  @Test
  void taxIsQuotedForTheRegionOfTheVenue() throws Exception {
    Event event = events.requireOnSale("EV-0100");
    BigDecimal quoted = tax.taxOf(event.getId(), NET);

    assertTrue(quoted.signum() > 0);
    change("update config_entry set value = 'CANDY' where name = 'checkout.tax-category'");
    try {
      assertEquals(
          "VENDOR_UNAVAILABLE",
          assertThrows(CheckoutRefusal.class, () -> tax.taxOf(event.getId(), NET)).getCode());
    } finally {
      change("update config_entry set value = 'EVENT_TICKET' where name = 'checkout.tax-category'");
    }
    assertEquals(quoted, tax.taxOf(event.getId(), NET));
  }

  @Test
  void moneyIsReservedTakenAndGivenBackAndDeclined() throws Exception {
    PurchaseData purchase = purchase(7, "EV-0100", "VIP", 1);
    Payment payment = payments.authorise(purchase, NET, "EUR");
    payments.capture(payment.id(), NET);
    payments.capture(payment.id(), NET);
    payments.refund(payment.id(), NET);
    payments.refund(payment.id(), NET);
    assertThrows(CheckoutRefusal.class, () -> payments.authorise(purchase, NET, "EUR"));

    PurchaseData other = purchase(7, "EV-0100", "VIP", 1);
    payments.cancel(payments.authorise(other, NET, "EUR").id());
    PurchaseData declined = purchase(7, "EV-0100", "VIP", 1);
    declined.getCard().setNumber("4000000000000002");
    assertEquals(
        "CARD_DECLINED",
        assertThrows(CheckoutRefusal.class, () -> payments.authorise(declined, NET, "EUR"))
            .getCode());
  }

  @Test
  void attributesAreWrittenAsTheirTableAllows() throws Exception {
    String id = idOf(facade.executePurchase(purchase(7, "EV-0102", "VIP", 1)));
    Long orderId = Long.valueOf(id);

    transaction.begin();
    attributes.ofOrder(orderId, "authorisationCode", "A-1");
    assertThrows(EJBException.class, () -> attributes.ofOrder(orderId, "fees", "much"));
    transaction.rollback();
    assertThrows(EJBException.class, () -> attributes.ofOrder(orderId, "requestId", "other"));
    assertThrows(EJBException.class, () -> attributes.ofOrder(orderId, "colour", "red"));
    assertThrows(EJBException.class, () -> attributes.ofOrder(0L, "status", "PAID"));

    attributes.ofOrder(orderId, "authorisationCode", "A-2");
    assertEquals("A-2", row("select authorisation_code from orders where id = " + id));
  }

  @Test
  void orderIsBookedBareThenCompletedWithLinesTicketsAndLedger() throws Exception {
    PurchaseData purchase = purchase(7, "EV-0103", "VIP", 2);
    transaction.begin();
    Event event = events.requireOnSale("EV-0103");
    PurchaseOrder order = orders.create(purchase, event);
    Long id = order.getId();
    assertEquals("NEW|0.00", row("select status, total from orders where id = " + id));

    BigDecimal[] amounts = {NET, new BigDecimal("5.00"), new BigDecimal("20.00")};
    orders.complete(id, purchase, amounts, new Payment("pay_1", "AUTHORISED", "A-1"));
    orders.addLines(order, purchase);
    tickets.issue(id, purchase.getLines());
    ledger.book(id);
    orders.markBooked(id);
    orders.flush();

    assertEquals(
        "BOOKED|100.00|5.00|20.00|125.00|1111|pay_1|A-1",
        row(
            "select status, subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code from orders where id = "
                + id));
    assertEquals(
        "2|152.00|304.00",
        row("select quantity, unit_price, amount from order_line where order_id = " + id));
    assertEquals("2|VALID", row("select count(*), max(status) from ticket where order_id = " + id));
    assertEquals(
        "4|125.00|125.00",
        row("select count(*), sum(debit), sum(credit) from ledger_entry where order_id = " + id));
    assertEquals(2, tickets.cancel(id));
    ledger.reverse(id);
    assertEquals(
        "8|250.00|250.00",
        row("select count(*), sum(debit), sum(credit) from ledger_entry where order_id = " + id));
    assertEquals(
        "5|CARD_CLEARING|0.00|125.00",
        row(
            "select entry_no, account, debit, credit from ledger_entry where entry_no = 5 and order_id = "
                + id));
  }

  @Test
  void secondOrderOfARequestIdIsADuplicate() throws Exception {
    PurchaseData purchase = purchase(7, "EV-0104", "VIP", 1);
    facade.executePurchase(purchase);

    assertThrows(DuplicateRequestException.class, () -> purchases.purchase(purchase));
    assertNotNull(repeatedRequests.finish(purchase));
    assertNull(repeatedRequests.finish(purchase(7, "EV-0104", "VIP", 1)));
    purchase.getLines().get(0).setQuantity(2);
    assertEquals(
        "REQUEST_ID_CONFLICT",
        assertThrows(CheckoutRefusal.class, () -> repeatedRequests.finish(purchase)).getCode());
  }

  @Test
  void ledgerOutOfBalanceStopsThePurchase() throws Exception {
    String id = idOf(facade.executePurchase(purchase(7, "EV-0105", "VIP", 1)));
    change("delete from ledger_entry where order_id = " + id);
    change("update orders set total = total + 1 where id = " + id);

    assertThrows(EJBException.class, () -> ledger.book(Long.valueOf(id)));

    assertEquals("0", row("select count(*) from ledger_entry where order_id = " + id));
  }

  @Test
  void auditOutlivesTheTransactionRoundIt() throws Exception {
    PurchaseData purchase = purchase(7, "EV-0106", "VIP", 1);
    transaction.begin();
    audit.refused(purchase, new CheckoutRefusal("SOLD_OUT", "none left"));
    transaction.rollback();

    assertEquals(
        "7|PURCHASE_REFUSED|SOLD_OUT",
        row(
            "select customer_id, action, detail from audit_record where request_id = '"
                + purchase.getRequestId()
                + "'"));
  }

  @Test
  void orderIsFoundByItsExactReference() throws Exception {
    OrderData bought = facade.executePurchase(purchase(7, "EV-0107", "SEATED", 3));

    OrderData order = orderQueries.load(bought.getOrderReference());

    assertEquals(3, order.getLines().get(0).getTicketNumbers().size());
    assertEquals(bought.getTotal(), order.getTotal());
    String lower = bought.getOrderReference().toLowerCase(java.util.Locale.ROOT);
    assertEquals(
        "no order with reference " + lower,
        assertThrows(CheckoutRefusal.class, () -> orderQueries.load(lower)).getMessage());
  }

  @Test
  void messageTellsWhatWasBought() throws Exception {
    OrderData bought = facade.executePurchase(purchase(7, "EV-0108", "SEATED", 2));
    String reference = bought.getOrderReference();

    Message message = notifications.ofPurchase(reference);

    assertEquals("customer7@example.org", message.to());
    assertEquals("PURCHASE_CONFIRMATION", message.template());
    assertEquals(
        "Dear Customer 7, your order "
            + reference
            + " for Event 108 & friends: 2 x SEATED; total "
            + bought.getTotal()
            + " EUR.",
        message.text());
    change("update config_entry set value = 'false' where name = 'notification.enabled'");
    try {
      assertNull(notifications.ofPurchase(reference), "switched off without a restart");
    } finally {
      change("update config_entry set value = 'true' where name = 'notification.enabled'");
    }
  }

  @Test
  @Slowness("SLOW-23")
  void messagesToAHangingGatewayPileUpAsThreads() throws Exception {
    String gateway = System.getProperty("turnstile.notification.url");
    List<Socket> waiting = new ArrayList<>();
    change("insert into config_entry (name, value) values ('notification.timeout-ms', '120000')");
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.setProperty(
          "turnstile.notification.url", "http://127.0.0.1:" + hanging.getLocalPort());
      for (int i = 0; i < 12; i++) {
        facade.executePurchase(purchase(7, "EV-0110", "VIP", 1));
      }
      // Each purchase is answered, and each thread still waits for its answer.
      for (int i = 0; i < 12; i++) {
        waiting.add(hanging.accept());
      }
      assertEquals(12, threads("notification-T-").size());
    } finally {
      System.setProperty("turnstile.notification.url", gateway);
      for (Socket socket : waiting) {
        socket.close();
      }
      change("delete from config_entry where name = 'notification.timeout-ms'");
    }
  }

  @Test
  void orderIsRefundedOnceAndOnlyWhenPaid() throws Exception {
    OrderData bought = facade.executePurchase(purchase(7, "EV-0109", "SEATED", 2));
    String reference = bought.getOrderReference();
    String id = idOf(bought);
    change("update orders set status = 'AUTHORISED' where id = " + id);
    assertEquals(
        "NOT_REFUNDABLE",
        assertThrows(CheckoutRefusal.class, () -> refunds.refund(reference)).getCode());
    change("update orders set status = 'PAID' where id = " + id);

    assertTrue(refunds.refund(reference));
    assertFalse(refunds.refund(reference));

    assertEquals("REFUNDED", row("select status from orders where id = " + id));
    assertEquals("2|VOID", row("select count(*), max(status) from ticket where order_id = " + id));
  }

  private static PurchaseData purchase(long customerId, String event, String type, int quantity) {
    PurchaseData purchase = new PurchaseData();
    purchase.setRequestId(UUID.randomUUID().toString());
    purchase.setCustomerId(customerId);
    purchase.setEventCode(event);
    purchase.getLines().addAll(lines(type, quantity));
    CardData card = new CardData();
    card.setNumber("4111111111111111");
    card.setExpiryMonth(1);
    card.setExpiryYear(2030);
    card.setHolder("A. Holder");
    purchase.setCard(card);
    return purchase;
  }

  private static List<PurchaseLineData> lines(String type, int quantity) {
    PurchaseLineData line = new PurchaseLineData();
    line.setTicketTypeCode(type);
    line.setQuantity(quantity);
    return List.of(line);
  }

  private static Customer customer(String role, String country) {
    Customer customer = new Customer();
    customer.setRoleCode(role);
    customer.setCountryCode(country);
    return customer;
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  private String idOf(OrderData order) throws SQLException {
    return row("select id from orders where order_reference = '" + order.getOrderReference() + "'");
  }

  /** The first row as its values with a bar between them. */
  private String row(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet found = statement.executeQuery()) {
      assertTrue(found.next(), sql);
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
        values.add(found.getString(i));
      }
      return String.join("|", values);
    }
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }
}
