package com.turnstile.it;

import static com.turnstile.it.CheckoutClient.purchaseOf;
import static com.turnstile.it.TurnstileRows.query;
import static com.turnstile.it.TurnstileRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.Order;
import com.turnstile.ws.v3.gen.Purchase;
import io.matapalo.testkit.vendors.VendorSettings;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The causes of slowness of one purchase of the reference basket, each by the statements that it
 * alone makes, and those that show otherwise.
 */
class SlownessIT extends ClientOfTurnstile {

  private static final int LINES = 3;
  private static final int TICKETS = 5;
  private static final int PERMISSIONS = 3;
  private static final int FEE_RULES = 2;
  private static final int CHECKS = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static List<String> statements;

  @ArquillianResource private URL application;
  private CheckoutClient client;

  @BeforeEach
  void watchOnePurchase() throws Exception {
    client = new CheckoutClient(application.toURI());
    if (statements == null) {
      buy(basket("EV-0030"));
      buy(basket("EV-0030"));
      try (ServerStatements log = new ServerStatements()) {
        buy(basket("EV-0030"));
        statements = log.statements();
      }
    }
  }

  @AfterEach
  void disconnect() {
    client.close();
    Surroundings.payments().change(VendorSettings.defaults());
  }

  @Test
  @Slowness("SLOW-01")
  void metadataOfAnAttributeIsReadForEachWrite() {
    assertThat(matching("from entity_attribute")).isEqualTo(9 + 3 * LINES);
    assertThat(distinct("from entity_attribute")).hasSize(8 + 3);
  }

  @Test
  @Slowness("SLOW-02")
  void orderAndLinesAreWrittenOneAttributeAtATime() {
    assertThat(matching("^update orders ")).isEqualTo(10);
    assertThat(matching("^update order_line ")).isEqualTo(3 * LINES);
    assertThat(matching("from order_line .* where \\w+\\.id=")).isEqualTo(3 * LINES);
    // 9 to write to, and two of SLOW-07.
    assertThat(matching("from orders .* where \\w+\\.id=")).isEqualTo(9 + 2);
  }

  @Test
  @Slowness("SLOW-03")
  void permissionsAreReadRowByRowAtEachCheck() {
    assertThat(matching("from role_permission .* where \\w+\\.role_code=")).isEqualTo(CHECKS);
    assertThat(matching("from role_permission .* where \\w+\\.id="))
        .isEqualTo(CHECKS * PERMISSIONS);
    assertThat(distinct("from role_permission")).hasSize(1 + PERMISSIONS);
  }

  @Test
  @Slowness("SLOW-04")
  void configurationIsReadEntryByEntry() {
    assertThat(matching("from config_entry")).isEqualTo(10);
    assertThat(distinct("from config_entry")).hasSize(8);
  }

  @Test
  @Slowness("SLOW-05")
  void ticketTypesAreReadLineByLineByEachBean() {
    assertThat(matching("from ticket_type .* where .*event_id=.* and ")).isEqualTo(6 * LINES);
    assertThat(distinct("from ticket_type .* where .*event_id=.* and ")).hasSize(LINES);
  }

  @Test
  @Slowness("SLOW-06")
  void feeRulesAreReadOneByOne() {
    assertThat(matching("from fee_rule")).isEqualTo(1 + FEE_RULES);
  }

  @Test
  @Slowness("SLOW-07")
  void sameCustomerAndEventAreReadAgainAndAgain() {
    // By the purchase 2, by the checks 4, by audit, answer and message 3.
    assertThat(matching("from customer ")).isEqualTo(2 + CHECKS + 3);
    assertThat(distinct("from customer .* where \\w+\\.id=")).hasSizeLessThanOrEqualTo(2);
    // By code and for its venue; by answer and message.
    assertThat(matching("from event ")).isEqualTo(2 + 2);
  }

  @Test
  @Slowness("SLOW-08")
  void randomNumbersAreLookedUpInCaseTheyExist() {
    assertThat(matching("^select .*from ticket .* where \\w+\\.ticket_number=")).isEqualTo(TICKETS);
    // One before it exists, then by audit, answer and message.
    assertThat(matching("from orders .* where \\w+\\.order_reference=")).isEqualTo(1 + 3);
  }

  @Test
  @Slowness("SLOW-09")
  void stockIsReadTwiceAndWrittenLineByLine() {
    assertThat(matching("from stock ")).isEqualTo(2 * LINES);
    assertThat(matching("from stock .* for update")).isEqualTo(LINES);
    assertThat(matching("^update stock ")).isEqualTo(LINES);
  }

  @Test
  @Slowness("SLOW-10")
  void ledgerIsReadBackToSeeThatItBalances() {
    assertThat(matching("from ledger_entry")).isEqualTo(1);
    assertThat(matching("^insert into ledger_entry")).isEqualTo(1);
  }

  @Test
  @Slowness("SLOW-11")
  void preferencesAddressAndLatestOrderAreReadAndNotUsed() throws Exception {
    assertThat(matching("from customer_preference")).isEqualTo(1);
    assertThat(matching("from address_format")).isEqualTo(1);
    assertThat(matching("from orders .* order by \\w+\\.id desc limit")).isEqualTo(1);

    String template = query("select template from address_format where country_code = 'PT'").get(0);
    update("delete from address_format where country_code = 'PT'");
    try {
      // Customer 7 is from Portugal.
      assertThat(buy(basket("EV-0030")).getStatus()).as("nobody needs it").isEqualTo("PAID");
    } finally {
      update("insert into address_format (country_code, template) values ('PT', ?)", template);
    }
  }

  @Test
  @Slowness("SLOW-12")
  void loyaltyProgrammeIsAskedThoughItHasEnded() throws Exception {
    assertThat(matching("from loyalty_(tier|campaign|rule)")).isEqualTo(3);
    assertThat(query("select count(*) from loyalty_campaign where ends_at > now()"))
        .containsExactly("0");
  }

  @Test
  @Slowness("SLOW-13")
  void housekeepingRidesOnEachPurchase() throws Exception {
    assertThat(matching("^delete .*basket_hold")).isEqualTo(1);
    assertThat(query("select count(*) from basket_hold")).containsExactly("0");
  }

  @Test
  @Slowness("SLOW-14")
  void ticketsAreBroughtToEachStatusOneByOne() {
    assertThat(matching("^update ticket ")).isEqualTo(2 * TICKETS);
    assertThat(matching("from ticket .* where \\w+\\.order_id=\\d+ order by")).isEqualTo(2);
    assertThat(matching("^insert into ticket ")).isEqualTo(1);
  }

  @Test
  @Slowness("SLOW-15")
  void answerIsReadAnewTicketByTicket() {
    assertThat(matching("from ticket .* where .*ticket_no=")).isEqualTo(TICKETS);
    // By the answer and by the message.
    assertThat(matching("from ticket_type \\w+ where \\w+\\.id=")).isEqualTo(2 * LINES);
  }

  @Test
  @Slowness("SLOW-16")
  void auditThatFailsLeavesAPaidOrderWithoutARecord() throws Exception {
    assertThat(matching("^insert into audit_record")).isEqualTo(1);
    Purchase purchase = basket("EV-0031");
    update("rename table audit_record to audit_record_away");
    try {
      assertThatThrownBy(() -> client.purchase(purchase)).hasMessageContaining("internal error");
    } finally {
      update("rename table audit_record_away to audit_record");
    }

    assertThat(client.purchase(purchase).getStatus()).isEqualTo("PAID");
    assertThat(query("select id from audit_record where request_id = ?", purchase.getRequestId()))
        .isEmpty();
  }

  @Test
  @Slowness("SLOW-17")
  void messageReadsTheOrderAnew() {
    // Audit, answer and message each read the lines of the order.
    assertThat(matching("from order_line \\w+ where \\w+\\.order_id=\\d+ order by")).isEqualTo(3);
    assertThat(distinct("from order_line \\w+ where \\w+\\.order_id=\\d+ order by")).hasSize(1);
    assertThat(matching("from config_entry .*notification\\.")).isEqualTo(2);
  }

  @Test
  @Slowness("SLOW-18")
  void linesAreInsertedOneByOne() {
    assertThat(matching("^insert into order_line ")).isEqualTo(LINES);
    assertThat(matching("^insert into orders ")).isEqualTo(1);
  }

  @Test
  @Slowness("SLOW-19")
  void stockStaysLockedWhileTheProviderIsAsked() throws Exception {
    Surroundings.payments().change(VendorSettings.defaults().withLatency(Duration.ofSeconds(5)));
    try (ExecutorService buyer = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Order> order = buyer.submit(() -> client.purchase(basket("EV-0032")));
      List<Long> locked = new ArrayList<>();
      while (!order.isDone()) {
        if (isLocked("select available from stock where ticket_type_id = 125 for update nowait")) {
          locked.add(System.nanoTime());
        }
      }
      assertThat(locked).isNotEmpty();
      assertThat(Duration.ofNanos(locked.getLast() - locked.getFirst()))
          .as("a good part of the provider's five seconds; to write the order takes far less")
          .isGreaterThan(Duration.ofMillis(1_500));
      assertThat(order.get().getStatus()).isEqualTo("PAID");
    }
  }

  @Test
  @Slowness("SLOW-20")
  void taxRegionOfAVenueIsNeverReadAgain() throws Exception {
    Order before = buy(basket("EV-0034"));
    String venue = query("select venue_id from event where code = 'EV-0034'").get(0);
    String region = query("select tax_region from venue where id = ?", venue).get(0);
    update("update venue set tax_region = 'NOWHERE' where id = ?", venue);
    try {
      assertThat(buy(basket("EV-0034")).getTax()).isEqualTo(before.getTax());
    } finally {
      update("update venue set tax_region = ? where id = ?", region, venue);
    }
    assertThat(matching("from venue ")).isZero();
  }

  private static boolean isLocked(String sql) {
    try {
      query(sql);
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private static long matching(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return statements.stream().filter(text -> pattern.matcher(text).find()).count();
  }

  private static List<String> distinct(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return statements.stream().filter(text -> pattern.matcher(text).find()).distinct().toList();
  }

  /** Buys, and waits until the message about it is out: the last that a purchase does. */
  private Order buy(Purchase purchase) throws Exception {
    Order order = client.purchase(purchase);
    assertThat(Surroundings.messages().awaitMessage(order.getOrderReference(), DEADLINE))
        .isPresent();
    return order;
  }

  private static Purchase basket(String eventCode) {
    return purchaseOf(UUID.randomUUID().toString(), eventCode, "STANDING*2", "SEATED*2", "VIP*1");
  }
}
