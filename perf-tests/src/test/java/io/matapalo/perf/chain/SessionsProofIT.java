package io.matapalo.perf.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code ./matapalo prove sessions}: the same logins to the monolith and to the fast path,
 * abandoned at once, and what each process holds after them and after their expiry. {@code
 * -Dmatapalo.logins=N} makes fewer of them. Writes {@code docs/results/sessions.md}.
 */
@Tag("prove")
class SessionsProofIT {
  private static final int LOGINS = Integer.getInteger("matapalo.logins", 20_000);
  private static final int STEPS = 4;

  /** Of each customer who logs in. */
  static final int ORDERS = 40;

  /** Threads of WildFly's own pools, which come and go. */
  private static final int SERVERS_OWN = 100;

  /** Threads of the fast path that no login left: of virtual threads' scheduler, of jcmd. */
  private static final int OTHER_THREADS = 8;

  /** What compiled code, buffers and statistics take, whoever logs in. */
  private static final long OTHER_BYTES = 8_000_000;

  private static final List<String> HISTORY =
      List.of(
          "INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id,"
              + " status, currency, subtotal, fees, tax, total, card_last_four, payment_id,"
              + " authorisation_code, created_at)"
              + " SELECT CONCAT('T-PAST-', c.id, '-', n.id), CONCAT('past-', c.id, '-', n.id),"
              + " REPEAT('0', 64), c.id, 1, 'PAID', 'EUR', 100, 5, 5, 110, '1111', 'pay_past',"
              + " 'A1', '2026-05-01' FROM customer c JOIN customer n ON n.id <= "
              + ORDERS
              + " WHERE c.id <= "
              + AbandonedLogins.CUSTOMERS,
          "INSERT INTO order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
              + " SELECT o.id, t.id, t.id, 1, t.unit_price, t.unit_price FROM orders o"
              + " JOIN ticket_type t ON t.event_id = 1 AND t.id <= 3"
              + " WHERE o.order_reference LIKE 'T-PAST-%'");

  private static final String AGE =
      "UPDATE customer_session SET created_at = created_at - INTERVAL 2 DAY, last_used_at ="
          + " last_used_at - INTERVAL 2 DAY, expires_at = expires_at - INTERVAL 2 DAY";

  @Test
  void abandonedLoginsCostTheMonolithThreadsForEverAndTheFastPathNone() throws Exception {
    long threads = threadsOfThisMachine();
    try (Chain chain = Chain.start()) {
      for (String sql : HISTORY) {
        change(chain, sql);
      }
      AbandonedLogins legacy =
          new AbandonedLogins(
              chain,
              "-Djboss.server.base.dir=${run}/data/legacy",
              message -> chain.sendToLegacy(message, ""),
              threads * 3 / 4);
      AbandonedLogins fast =
          new AbandonedLogins(
              chain,
              "${run}/fast-path.yaml",
              message -> chain.sendToFastPath(message, ""),
              threads * 3 / 4);
      live(chain, legacy);
      live(chain, fast);

      if (Boolean.getBoolean("matapalo.prove")) {
        new SessionsPage(LOGINS, threads, legacy, fast)
            .write(Path.of(System.getProperty("matapalo.root")), Instant.now());
      }
      assertKept(legacy);
      assertGone(fast);
    }
  }

  /** Logins to one side, until their rows have expired. */
  private static void live(Chain chain, AbandonedLogins logins) throws Exception {
    logins.warmUp();
    for (int step = 1; step <= STEPS && logins.openUpTo(LOGINS / STEPS * step); step++) {
      assertThat(logins.rows()).isEqualTo(AbandonedLogins.WARM + logins.opened());
    }
    change(chain, AGE);
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> logins.rows() == 0);
    logins.read("their expiry");
  }

  private static void assertKept(AbandonedLogins legacy) {
    List<AbandonedLogins.Reading> readings = legacy.readings();
    long before = readings.getFirst().held().threads();
    assertThat(readings.getLast().held().threads() - before)
        .as("threads that no expiry ends")
        .isBetween(2L * legacy.opened() - SERVERS_OWN, 2L * legacy.opened() + SERVERS_OWN);
  }

  private static void assertGone(AbandonedLogins fast) {
    AbandonedLogins.Reading before = fast.readings().getFirst();
    assertThat(fast.opened()).isEqualTo(LOGINS / STEPS * STEPS);
    assertThat(fast.readings())
        .allSatisfy(reading -> {
          assertThat(reading.held().threads())
              .as("threads after " + reading.after())
              .isLessThanOrEqualTo(before.held().threads() + OTHER_THREADS);
          assertThat(reading.held().liveBytes())
              .as("live bytes after " + reading.after())
              .isLessThan(before.held().liveBytes() + OTHER_BYTES);
        });
    assertThat(fast.readings().getLast().rows()).isZero();
  }

  /** More than these the kernel gives to nobody, so that taking all would starve the machine. */
  private static long threadsOfThisMachine() throws IOException {
    // At once: the kernel gives the rest of such a file to nobody who has read its beginning.
    try (BufferedReader most = Files.newBufferedReader(Path.of("/proc/sys/kernel/pid_max"))) {
      return Long.parseLong(most.lines().findFirst().orElseThrow());
    }
  }

  private static void change(Chain chain, String sql) throws SQLException {
    try (Connection connection = chain.database();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
