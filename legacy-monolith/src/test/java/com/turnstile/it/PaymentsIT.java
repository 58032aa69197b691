package com.turnstile.it;

import static com.turnstile.it.ServerCounters.SCANNED;
import static com.turnstile.it.ServerCounters.SELECTS;
import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.payments.Amounts;
import com.turnstile.ws.v3.gen.payments.FaultCode;
import com.turnstile.ws.v3.gen.payments.GetBalance;
import com.turnstile.ws.v3.gen.payments.GetBalanceResponse;
import com.turnstile.ws.v3.gen.payments.GetStatement;
import com.turnstile.ws.v3.gen.payments.GetStatementResponse;
import com.turnstile.ws.v3.gen.payments.GetTransaction;
import com.turnstile.ws.v3.gen.payments.ListTransactions;
import com.turnstile.ws.v3.gen.payments.Payments;
import com.turnstile.ws.v3.gen.payments.PaymentsFaultMessage;
import com.turnstile.ws.v3.gen.payments.Transaction;
import com.turnstile.ws.v3.gen.payments.TransactionSummary;
import java.io.IOException;
import java.net.URL;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code Payments} as a client sees it, against sums made by SQL, and what it costs. */
class PaymentsIT extends ClientOfTurnstile {

  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static long customers = 1500;

  @ArquillianResource private URL application;
  private ServiceClient<Payments> client;
  private long customer;
  private List<String> references;

  @BeforeEach
  void ordersOfACustomer() throws IOException, SQLException {
    client = new ServiceClient<>(application, Payments.class);
    customer = ++customers;
    references =
        List.of(
            TestOrders.paid(customer, "EUR", "100.01", "2026-04-30 23:59:59.999"),
            TestOrders.paid(customer, "EUR", "20.20", "2026-05-01 00:00:00.000"),
            TestOrders.paid(customer, "CHF", "3.35", "2026-05-20 12:00:00.000"),
            TestOrders.paid(customer, "EUR", "7.77", "2026-06-01 00:00:00.000"));
    TestOrders.refund(references.get(1), "20.20");
    TestOrders.paid(customer + 100, "EUR", "999.00", "2026-05-10 00:00:00.000");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void transactionIsShownWithItsBookings() throws Exception {
    Transaction transaction = transaction(references.get(1));

    assertThat(transaction.getCustomerId()).isEqualTo(customer);
    assertThat(transaction.getEventCode()).isEqualTo("EV-0041");
    assertThat(transaction.getEventName()).isEqualTo("Event 41 & friends");
    assertThat(transaction.getStatus()).isEqualTo("PAID");
    assertThat(transaction.getTotal()).isEqualTo("20.20");
    assertThat(transaction.getCardLastFour()).isEqualTo("1111");
    assertThat(transaction.getCreatedAt()).isEqualTo(MAY);
    assertThat(transaction.getEntry())
        .extracting(
            e -> e.getEntryNo() + "|" + e.getAccount() + "|" + e.getDebit() + "|" + e.getCredit())
        .containsExactly(
            "1|CARD_CLEARING|20.20|0.00",
            "2|TICKET_REVENUE|0.00|20.20",
            "5|CARD_CLEARING|0.00|20.20",
            "6|TICKET_REVENUE|20.20|0.00");
  }

  @Test
  void latestTransactionsComeFirst() throws Exception {
    List<TransactionSummary> latest = list(customer, 3);

    assertThat(latest)
        .extracting(TransactionSummary::getOrderReference)
        .containsExactly(references.get(3), references.get(2), references.get(1));
    assertThat(latest)
        .extracting(t -> t.getTotal() + " " + t.getCurrency() + ", paid " + t.getPaid())
        .containsExactly("7.77 EUR, paid 7.77", "3.35 CHF, paid 3.35", "20.20 EUR, paid 0.00");
    assertThat(list(customer, 200)).hasSize(4);
    assertThat(list(1999, 200)).isEmpty();
  }

  @Test
  void balanceIsWhatSqlSums() throws Exception {
    GetBalanceResponse balance = balance(customer);

    assertThat(balance.getCustomerId()).isEqualTo(customer);
    assertThat(balance.getTransactions()).isEqualTo(4);
    assertThat(balance.getAmounts())
        .extracting(PaymentsIT::text)
        .containsExactlyElementsOf(sums("1970-01-01", "2999-01-01"))
        .hasSize(2);
  }

  @Test
  void statementHoldsWhatWasBoughtInItsTime() throws Exception {
    GetStatementResponse statement = statement(MAY, JUNE);

    assertThat(statement.getItem())
        .as("the start belongs to it, the end does not")
        .extracting(i -> i.getOrderReference() + " " + i.getEntry().size())
        .containsExactly(references.get(1) + " 4", references.get(2) + " 2");
    assertThat(statement.getItem().get(0).getLine())
        .extracting(l -> l.getTicketTypeCode() + "*" + l.getQuantity() + "=" + l.getAmount())
        .containsExactly("VIP*2=20.00");
    assertThat(statement.getAmounts())
        .extracting(PaymentsIT::text)
        .containsExactlyElementsOf(sums("2026-05-01", "2026-06-01"));
    assertThat(statement.getFrom()).isEqualTo(MAY);
  }

  @Test
  void whatIsNotThereIsRefused() {
    refused(
        FaultCode.TRANSACTION_NOT_FOUND,
        "no transaction with order reference T-NONE",
        () -> transaction("T-NONE"));
    refused(
        FaultCode.TRANSACTION_NOT_FOUND,
        "no transaction with order reference " + references.get(0).toLowerCase(Locale.ROOT),
        () -> transaction(references.get(0).toLowerCase(Locale.ROOT)));
    refused(FaultCode.UNKNOWN_CUSTOMER, "no customer 99999", () -> list(99_999, 1));
    refused(FaultCode.UNKNOWN_CUSTOMER, "no customer 99999", () -> balance(99_999));
  }

  @Test
  void badInputIsRefusedByName() throws Exception {
    refused(FaultCode.INVALID_REQUEST, "orderReference must not be blank", () -> transaction(" "));
    refused(FaultCode.INVALID_REQUEST, "limit must be 1 to 200, was 0", () -> list(customer, 0));
    refused(
        FaultCode.INVALID_REQUEST, "limit must be 1 to 200, was 201", () -> list(customer, 201));
    refused(FaultCode.INVALID_REQUEST, "customerId must be positive, was 0", () -> list(0, 1));
    refused(FaultCode.INVALID_REQUEST, "customerId must be positive, was -1", () -> balance(-1));
    refused(
        FaultCode.INVALID_REQUEST,
        "from must be before to, was 2026-06-01T00:00:00Z and 2026-05-01T00:00:00Z",
        () -> statement(JUNE, MAY));
    refused(
        FaultCode.INVALID_REQUEST,
        "a statement covers at most 366 days, was 3652",
        () -> statement(MAY, Instant.parse("2036-05-01T00:00:00Z").minusSeconds(1)));
    assertThat(client.post("getBalance", "<customerId>seven</customerId>"))
        .contains("customerId must be positive, was 0");
    assertThat(client.post("getStatement", "<customerId>7</customerId><from>2026</from>"))
        .contains("from must be a time from 1970 to 9999 with its zone");
  }

  @Test
  @Slowness({"SLOW-28", "SLOW-29"})
  void listReadsAllOrdersForOneCustomerAndThenEachOfHisOneByOne() throws Exception {
    list(customer, 3);

    ServerCounters cost = ServerCounters.of(() -> list(customer, 3));
    List<String> statements = StatementLog.of(Surroundings.database(), () -> list(customer, 3));
    String search = statements.stream().filter(s -> s.contains("cast(")).findFirst().orElseThrow();

    assertThat(
            StatementLog.planWithoutIndex(
                Surroundings.database(), "orders", "ix_orders_customer_time", search))
        .as("the whole table, for one customer")
        .singleElement()
        .asString()
        .endsWith(" ALL");
    assertThat(cost.get(SCANNED))
        .isGreaterThanOrEqualTo(Long.parseLong(query("select count(*) from orders").get(0)));
    assertThat(cost.get(SELECTS))
        .as("customer, search, then order and bookings of each, and their one event")
        .isEqualTo(2 + 3 * 2 + 1);
  }

  @Test
  @Slowness("SLOW-30")
  void balanceWalksOverEveryOrder() throws Exception {
    balance(customer);

    assertThat(ServerCounters.of(() -> balance(customer)).get(SELECTS)).isEqualTo(2 + 4 * 2);
  }

  @Test
  @Slowness("SLOW-31")
  void statementReadsOrdersThatItDoesNotShow() throws Exception {
    Instant before = Instant.parse("2026-01-01T00:00:00Z");
    statement(before, MAY);

    assertThat(ServerCounters.of(() -> statement(before, before.plusSeconds(1))).get(SELECTS))
        .as("nothing to show")
        .isEqualTo(2 + 4 * 2);
    assertThat(ServerCounters.of(() -> statement(MAY, JUNE)).get(SELECTS))
        .as("lines of two orders, their event and their ticket type")
        .isEqualTo(2 + 4 * 2 + 2 + 1 + 1);
  }

  private Transaction transaction(String reference) throws PaymentsFaultMessage {
    GetTransaction request = new GetTransaction();
    request.setOrderReference(reference);
    return client.port().getTransaction(request).getTransaction();
  }

  private List<TransactionSummary> list(long customerId, int limit) throws PaymentsFaultMessage {
    ListTransactions request = new ListTransactions();
    request.setCustomerId(customerId);
    request.setLimit(limit);
    return client.port().listTransactions(request).getTransaction();
  }

  private GetBalanceResponse balance(long customerId) throws PaymentsFaultMessage {
    GetBalance request = new GetBalance();
    request.setCustomerId(customerId);
    return client.port().getBalance(request);
  }

  private GetStatementResponse statement(Instant from, Instant to) throws PaymentsFaultMessage {
    GetStatement request = new GetStatement();
    request.setCustomerId(customer);
    request.setFrom(from);
    request.setTo(to);
    return client.port().getStatement(request);
  }

  private List<String> sums(String from, String to) throws SQLException {
    return query(
        "select l.currency, sum(l.debit), sum(l.credit), sum(l.debit) - sum(l.credit)"
            + " from ledger_entry l join orders o on o.id = l.order_id"
            + " where o.customer_id = ? and l.account = 'CARD_CLEARING' and o.created_at >= ? and o.created_at < ?"
            + " group by l.currency order by l.currency",
        customer,
        from,
        to);
  }

  private static String text(Amounts amounts) {
    return String.join(
        "|",
        amounts.getCurrency(),
        amounts.getCharged().toString(),
        amounts.getRefunded().toString(),
        amounts.getBalance().toString());
  }

  private static void refused(FaultCode code, String message, ThrowingCallable call) {
    PaymentsFaultMessage fault = catchThrowableOfType(PaymentsFaultMessage.class, call);

    assertThat(fault).hasMessage(message);
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(code);
  }
}
