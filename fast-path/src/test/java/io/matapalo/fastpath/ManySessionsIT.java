package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.operation.NotAdmitted;
import io.matapalo.fastpath.session.SessionTimes;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half a million sessions of one process, opened, used and abandoned. The messages enter below
 * HTTP, and the password of their customer has one iteration of PBKDF2 instead of 10,000, because
 * the passwords would take far longer than the sessions. {@value #WHOLE} logins before and at the
 * height go the whole way: by HTTP, with the seeded credential. {@code -Dmatapalo.sessions=N} opens
 * fewer.
 */
@Tag("deep")
final class ManySessionsIT {

  private static final int SESSIONS = Integer.getInteger("matapalo.sessions", 500_000);
  private static final int WHOLE = 300;
  private static final int WARM = 2_000;
  private static final int PENDING_AT_MOST = 100_000;
  private static final int USED = Math.min(SESSIONS, PENDING_AT_MOST + 500);
  private static final int REMOVED_AT_ONCE = 50_000;
  private static final int COLLECTIONS = 4;
  private static final long CUSTOMER = 21;
  private static final SessionTimes TIMES = SessionTimes.DEFAULT;

  /** Eight bytes for each of half a million sessions: whatever a session left there is more. */
  private static final long NOTHING = 4_000_000;

  /** Twice what the store says that its uses take. */
  private static final long PENDING = 20_000_000;

  // Later than the clock of the stack's own server, which must not expire these sessions.
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2036-01-01T10:00:00Z"));

  @Test
  void halfAMillionSessionsCostNeitherThreadNorHeapAndEndInOneExpiry(
      @TempDir Path folder, TestReporter reporter) throws Exception {
    try (TurnstileStack stack = start(folder);
        SessionCrowd crowd = new SessionCrowd(stack, now::get, CUSTOMER, USED)) {
      warmUp(stack, crowd);
      int threads = threads();
      long start = heapAfterCollection();

      crowd.open(SESSIONS);
      loginByTheWholeDoor(stack);
      assertThat(open(stack)).as("sessions open").isEqualTo(SESSIONS);
      long height = heapAfterCollection();
      awaitNoMoreThan(threads);
      long pending = useMoreThanTheBound(stack, crowd);
      awaitNoMoreThan(threads);
      expireAll(stack, crowd);
      long end = heapAfterCollection();

      reporter.publishEntry(
          "threads", threads + " at the start, no more at the height and the end");
      reporter.publishEntry(
          "heap after collection",
          "start %,d, %,d sessions open %+,d, %,d uses unwritten %+,d, after the expiry %+,d"
              .formatted(
                  start,
                  SESSIONS,
                  height - start,
                  Math.min(USED, PENDING_AT_MOST),
                  pending - start,
                  end - start));
      reporter.publishEntry(
          "bytes a session", "%.2f".formatted((height - start) / (double) SESSIONS));
      awaitNoMoreThan(threads);
      assertThat(height - start).as("bytes of all sessions").isLessThan(NOTHING);
      assertThat(pending - start).as("bytes of unwritten uses").isLessThan(PENDING);
      assertThat(end - start).as("bytes left by the expiry").isLessThan(NOTHING);
    }
  }

  /** Commits need not outlive the test, and half a million of them would wait for the disk. */
  private static TurnstileStack start(Path folder) {
    MariaDb server =
        MariaDb.start(
            ServerConfig.inFolder(folder.resolve("db"))
                .withOptions("--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"));
    server.createDatabase("turnstile");
    return TurnstileStack.on(
        TurnstileDatabase.of(server.jdbcUrl("turnstile"), server.user(), server.password()),
        server,
        folder);
  }

  /** A whole life of some sessions, after which every pool has its size and no row is left. */
  private void warmUp(TurnstileStack stack, SessionCrowd crowd) throws Exception {
    loginByTheWholeDoor(stack);
    crowd.open(WARM);
    crowd.use(WARM);
    crowd.parts().flush();
    move(TIMES.life().plus(TIMES.keepExpired()).plusMinutes(1));
    crowd.parts().expire();
    assertThat(rows(stack, "1 = 1")).as("rows after the warm-up").isZero();
  }

  private static void loginByTheWholeDoor(TurnstileStack stack) {
    SoapClient client = stack.client();
    for (int i = 0; i < WHOLE; i++) {
      SoapClient.Answer answer =
          client.ask(
              "sessions",
              "login",
              "<customerId>22</customerId><password>curtain-up-2026</password>");
      assertThat(answer.text("token")).as(answer.body()).hasSize(64);
    }
  }

  /** The bound on number: who finds no room is written at once. Tells the heap at the height. */
  private long useMoreThanTheBound(TurnstileStack stack, SessionCrowd crowd) throws Exception {
    long deferred = crowd.counters().valueOf(EventCounter.SESSION_USE_DEFERRED);
    move(TIMES.lag().dividedBy(2));
    crowd.use(USED);
    assertThat(crowd.counters().valueOf(EventCounter.SESSION_USE_DEFERRED) - deferred)
        .as("uses written behind")
        .isEqualTo(Math.min(USED, PENDING_AT_MOST));
    assertThat(crowd.counters().valueOf(EventCounter.SESSION_USE_WRITTEN))
        .as("uses written at once")
        .isEqualTo(Math.max(0, USED - PENDING_AT_MOST));
    long heap = heapAfterCollection();
    crowd.parts().flush();
    assertThat(rows(stack, "last_used_at > created_at")).as("uses written").isEqualTo(USED);
    return heap;
  }

  /** The bound on age: half an hour, then a day as an expired one, then no row is left. */
  private void expireAll(TurnstileStack stack, SessionCrowd crowd) throws SQLException {
    move(TIMES.life());
    assertThat(open(stack)).as("sessions open after their life").isZero();
    assertThatThrownBy(() -> crowd.useOne(0))
        .isInstanceOfSatisfying(
            NotAdmitted.class,
            refused -> assertThat(refused.words()).startsWith("the session has expired"));
    crowd.parts().expire();
    assertThat(rows(stack, "expires_at > '2036-01-01'")).as("expired").isEqualTo(SESSIONS);

    move(TIMES.keepExpired().plusMinutes(1));
    for (int removed = 0; removed < SESSIONS; removed += REMOVED_AT_ONCE) {
      crowd.parts().expire();
    }
    assertThat(rows(stack, "1 = 1")).as("rows after the expiry").isZero();
    assertThatThrownBy(() -> crowd.useOne(0))
        .isInstanceOfSatisfying(
            NotAdmitted.class,
            refused -> assertThat(refused.words()).startsWith("there is no session"));
  }

  private void move(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  private long open(TurnstileStack stack) throws SQLException {
    return rows(stack, "expires_at > ?", LocalDateTime.ofInstant(now.get(), ZoneOffset.UTC));
  }

  private static long rows(TurnstileStack stack, String condition, Object... parameters)
      throws SQLException {
    String sql = "SELECT COUNT(*) FROM customer_session WHERE " + condition;
    return Long.parseLong(stack.rows(sql, parameters).getFirst());
  }

  /** Threads of the test's own HTTP client come and go meanwhile. */
  private static void awaitNoMoreThan(int threads) {
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** The serial collector leaves dead objects in the heap, but at each fourth collection. */
  private static long heapAfterCollection() {
    return IntStream.range(0, COLLECTIONS).mapToLong(_ -> heapAfterOne()).min().orElseThrow();
  }

  private static long heapAfterOne() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
