package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.events.Event;
import io.matapalo.fastpath.events.TicketType;
import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderDraft;
import io.matapalo.fastpath.orders.OrderNumbers;
import io.matapalo.fastpath.orders.RetryPolicy;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.pacing.RetryBudget;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when several want the same thing, or a server goes away in the middle. */
final class ContentionIT {

  @TempDir static Path folder;
  private static TurnstileStack stack;
  private static SoapClient client;

  @BeforeAll
  static void start() {
    stack = TurnstileStack.start(folder);
    client = stack.client();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void concurrentRepeatsBookAndChargeOnce() throws Exception {
    long payments = stack.payments.payments();
    long captures = stack.payments.captures();
    List<SoapClient.Answer> answers =
        atOnce(16, i -> client.purchase("it-duplicate-1", "EV-0010", "VIP", "2"));

    assertThat(answers).allMatch(answer -> answer.status() == 200, "status 200");
    assertThat(answers).extracting(SoapClient.Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE request_id = 'it-duplicate-1'"))
        .containsExactly("1");
    assertThat(stack.payments.payments()).isEqualTo(payments + 1);
    assertThat(stack.payments.captures()).isEqualTo(captures + 1);
    assertThat(stack.rows("SELECT action FROM audit_record WHERE request_id = 'it-duplicate-1'"))
        .containsExactly("PURCHASE_ACCEPTED");
  }

  @Test
  void aRaceForTheLastTicketsSellsExactlyThem() throws Exception {
    stack.update("UPDATE stock SET available = 7 WHERE ticket_type_id = ?", vipOf(11));
    long voids = stack.payments.voids();
    List<SoapClient.Answer> answers =
        atOnce(20, i -> client.purchase("it-race-" + i + "-of-20", "EV-0011", "VIP", "1"));

    long sold = answers.stream().filter(answer -> answer.status() == 200).count();
    assertThat(sold).isEqualTo(7);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allMatch(answer -> answer.text("code").equals("SOLD_OUT"), "sold out");
    assertThat(stack.rows("SELECT available FROM stock WHERE ticket_type_id = ?", vipOf(11)))
        .containsExactly("0");
    assertThat(
            stack.rows(
                "SELECT COUNT(*) FROM ticket t JOIN orders o ON o.id = t.order_id WHERE o.request_id"
                    + " LIKE 'it-race-%'"))
        .containsExactly("7");
    assertThat(stack.payments.voids() - voids)
        .as("each loser past the first look is voided")
        .isLessThanOrEqualTo(13);
  }

  /** The monolith looks first, locks the stock before it writes lines, and writes what it read. */
  @Test
  void aRaceWithTheMonolithForTheLastTicketsSellsExactlyThem() throws Exception {
    stack.update("UPDATE stock SET available = 9 WHERE ticket_type_id = ?", vipOf(15));
    List<Boolean> sold =
        atOnce(
            24,
            i ->
                i % 2 == 0
                    ? MonolithsWay.sells(stack, "it-both-mono-" + i, 15, vipOf(15))
                    : client
                            .purchase("it-both-fast-" + i, "EV-0015", "VIP", "1", "SEATED", "1")
                            .status()
                        == 200);

    assertThat(sold.stream().filter(it -> it)).hasSize(9);
    assertThat(
            stack.rows("SELECT available, version FROM stock WHERE ticket_type_id = ?", vipOf(15)))
        .containsExactly("0|9");
    assertThat(
            stack.rows(
                "SELECT COUNT(*) FROM order_line l JOIN orders o ON o.id = l.order_id WHERE"
                    + " l.ticket_type_id = ? AND o.request_id LIKE 'it-both-%'",
                vipOf(15)))
        .containsExactly("9");
  }

  @Test
  void aDeadlockIsRepeatedAsAWhole() throws Exception {
    long retries = stack.server.counters().valueOf(EventCounter.TRANSACTION_RETRY);
    long seated = vipOf(12) - 2;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection rival = stack.connect();
        Statement statement = rival.createStatement()) {
      rival.setAutoCommit(false);
      // Many changed rows, so that the server takes the other one as the victim.
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id BETWEEN 700 AND 799");
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id = " + vipOf(12));
      Future<SoapClient.Answer> purchase =
          threads.submit(
              () -> client.purchase("it-deadlock-1", "EV-0012", "SEATED", "1", "VIP", "1"));
      await()
          .until(() -> !stack.rows("SELECT 1 FROM information_schema.innodb_lock_waits").isEmpty());
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id = " + seated);
      rival.commit();

      assertThat(purchase.get().status()).as(purchase.get().body()).isEqualTo(200);
    }
    assertThat(stack.server.counters().valueOf(EventCounter.TRANSACTION_RETRY))
        .isGreaterThan(retries);
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE request_id = 'it-deadlock-1'"))
        .containsExactly("1");
    assertThat(stack.rows("SELECT available FROM stock WHERE ticket_type_id = ?", seated))
        .containsExactly("999999");
  }

  /** The commit is done but its answer lost: the repeat must find the order, not make another. */
  @Test
  void aLostCommitAnswerDoesNotSellTwice() throws SQLException {
    AtomicInteger commits = new AtomicInteger();
    Counters counters = new Counters();
    OrderBooking booking =
        new OrderBooking(
            losingFirstCommitAnswer(commits),
            new OrderNumbers(new SecureRandom()),
            InstantSource.system(),
            new RetryPolicy(5, new RetryBudget(10, 10), any -> {}, new SecureRandom()),
            counters);

    BookingResult result =
        booking.book(
            draft("it-lost-commit-1"), () -> {}, Deadline.after(Duration.ofSeconds(5), () -> 0L));

    assertThat(result).isInstanceOf(BookingResult.RequestIdTaken.class);
    assertThat(commits).hasValue(1);
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE request_id = 'it-lost-commit-1'"))
        .containsExactly("1");
  }

  /** The payment is void by then: no further attempt may book with it. */
  @Test
  void aFailedRollbackLeavesItSoldOutAndCutsTheConnection() throws SQLException {
    AtomicInteger aborts = new AtomicInteger();
    AtomicInteger voids = new AtomicInteger();
    stack.update("UPDATE stock SET available = 0 WHERE ticket_type_id = ?", vipOf(14));
    try {
      OrderBooking booking =
          new OrderBooking(
              failingRollbacks(aborts),
              new OrderNumbers(new SecureRandom()),
              InstantSource.system(),
              new RetryPolicy(5, new RetryBudget(10, 10), any -> {}, new SecureRandom()),
              new Counters());

      BookingResult result =
          booking.book(
              draft("it-rollback-1"),
              voids::incrementAndGet,
              Deadline.after(Duration.ofSeconds(5), () -> 0L));

      assertThat(result).isInstanceOf(BookingResult.SoldOut.class);
      assertThat(voids).hasValue(1);
      assertThat(aborts).hasValue(1);
    } finally {
      stack.update("UPDATE stock SET available = 1000000 WHERE ticket_type_id = ?", vipOf(14));
    }
    await()
        .until(
            () -> stack.rows("SELECT id FROM orders WHERE request_id = 'it-rollback-1'").isEmpty());
  }

  @Test
  void purchasesGoOnWithoutRedis() {
    await()
        .until(() -> {
          client.purchase("it-redis-warm-1", "EV-0013", "VIP", "1");
          return stack.server.counters().valueOf(EventCounter.CACHE_HIT) > 0;
        });
    stack.redis.kill();
    for (int i = 0; i < 20; i++) {
      SoapClient.Answer answer = client.purchase("it-redis-dead-" + i, "EV-0013", "VIP", "1");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    assertThat(stack.server.counters().valueOf(EventCounter.CACHE_TROUBLE)).isPositive();
  }

  private static long vipOf(long eventId) {
    return (eventId - 1) * 4 + 4;
  }

  private static OrderDraft draft(String requestId) {
    TicketType vip = new TicketType(vipOf(14), "VIP", new BigDecimal("153.00"));
    Event event =
        new Event(14, "EV-0014", "Event", "ON_SALE", "EUR", "DE", "X", List.of(vip), List.of());
    return new OrderDraft(
        new OrderDraft.Buyer(7, requestId, "d".repeat(64)),
        event,
        List.of(new OrderDraft.Line(vip, 1, vip.unitPrice())),
        new Order.Totals(vip.unitPrice(), new BigDecimal("0.00"), new BigDecimal("0.00")),
        new OrderDraft.Payment("pay_x", "code", "1111"));
  }

  /** Real connections, but the first commit that succeeds is told as a lost link. */
  private static DataSource losingFirstCommitAnswer(AtomicInteger commits) {
    return proxy(
        DataSource.class,
        stack,
        (method, arguments) -> {
          Connection real = stack.connect();
          return proxy(
              Connection.class,
              real,
              (called, given) -> {
                Object result = called.invoke(real, given);
                if (called.getName().equals("commit") && commits.incrementAndGet() == 1) {
                  throw new SQLException("answer lost", "08S01", 0);
                }
                return result;
              });
        });
  }

  /** Real connections that cannot roll back, as if their link were lost. */
  private static DataSource failingRollbacks(AtomicInteger aborts) {
    return proxy(
        DataSource.class,
        stack,
        (method, arguments) -> {
          Connection real = stack.connect();
          return proxy(
              Connection.class,
              real,
              (called, given) -> {
                if (called.getName().equals("rollback")) {
                  throw new SQLException("no rollback", "08S01", 0);
                }
                aborts.addAndGet(called.getName().equals("abort") ? 1 : 0);
                return called.invoke(real, given);
              });
        });
  }

  private interface Call {
    Object answer(java.lang.reflect.Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Object target, Call call) {
    assertThat(target).isNotNull();
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.answer(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private interface Numbered<T> {
    T run(int i) throws Exception;
  }

  private static <T> List<T> atOnce(int threads, Numbered<T> work) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls =
          IntStream.range(0, threads).<Callable<T>>mapToObj(i -> () -> work.run(i)).toList();
      List<T> results = new java.util.ArrayList<>();
      for (Future<T> result : executor.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }
}
