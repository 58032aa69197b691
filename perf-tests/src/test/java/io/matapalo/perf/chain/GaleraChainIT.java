package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.launcher.servers.DatabaseTopology;
import java.net.http.HttpTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Turnstile on WildFly and the fast path, each placed on a Galera node of its own: nothing but the
 * data source's URL differs from the stack on one server.
 */
@Tag("deep")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GaleraChainIT {
  private static final int NODES = 3;
  private static final int BUYERS = 4;
  private static final int EACH = 25;
  private static final Duration WARM = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofMinutes(2);

  private static Chain chain;

  @BeforeAll
  static void start() {
    chain = Chain.start(DatabaseTopology.GALERA);
  }

  @AfterAll
  static void stop() {
    if (chain != null) {
      chain.close();
    }
  }

  /** To a node, each read of which waits for what the others have committed. */
  private static Connection caughtUp(int node) throws SQLException {
    Connection connection = chain.database(node);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set session wsrep_sync_wait = 15");
    }
    return connection;
  }

  private static long number(int node, String sql) throws SQLException {
    try (Connection connection = caughtUp(node);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Write sets that began on this node, since its start. */
  private static long written(int node) throws SQLException {
    try (Connection connection = chain.database(node);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show global status like 'wsrep_replicated'")) {
      row.next();
      return row.getLong(2);
    }
  }

  private static List<Long> written() throws SQLException {
    List<Long> all = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      all.add(written(node));
    }
    return all;
  }

  /** Purchases of these that have an order of that status, as a node sees it. */
  private static long orders(int node, List<Purchase> purchases, String status)
      throws SQLException {
    try (Connection connection = caughtUp(node);
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) from orders where request_id = ? and status like ?")) {
      long count = 0;
      for (Purchase purchase : purchases) {
        statement.setString(1, purchase.requestId());
        statement.setString(2, status);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          count += row.getLong(1);
        }
      }
      return count;
    }
  }

  /**
   * The first purchase of a cold side may take longer than its client waits; the same again, with
   * the same request id, finds it done.
   */
  private static Answer sold(Rush.Side side) {
    Purchase purchase = aPurchase();
    return Awaitility.await()
        .atMost(WARM)
        .ignoreException(HttpTimeoutException.class)
        .until(() -> side.post(purchase.envelope()), answer -> answer.status() == 200);
  }

  private static long standing() throws SQLException {
    return number(
        0,
        "select s.available from stock s join ticket_type t on t.id = s.ticket_type_id"
            + " join event e on e.id = t.event_id where e.code = 'EV-0042' and t.code = 'STANDING'");
  }

  @Test
  @Order(1)
  void eachSideWritesOnItsOwnNodeAndAllNodesHaveIt() throws Exception {
    List<Long> before = written();
    Answer legacy = sold(chain::postToLegacy);
    List<Long> afterLegacy = written();
    sold(chain::postToFastPath);
    List<Long> afterFast = written();

    assertThat(afterLegacy.get(0)).isGreaterThan(before.get(0));
    assertThat(afterLegacy.subList(1, NODES)).isEqualTo(before.subList(1, NODES));
    assertThat(afterFast.get(1)).isGreaterThan(afterLegacy.get(1));
    assertThat(afterFast.get(0)).isEqualTo(afterLegacy.get(0));
    for (int i = 0; i < NODES; i++) {
      int node = i;
      Awaitility.await()
          .atMost(SOON)
          .until(() -> number(node, "select count(*) from orders where status = 'PAID'") == 2);
    }
    Answer read = chain.postToFastPath(Purchase.getOrder(legacy.orderReference()));
    assertThat(read.orderReference()).isEqualTo(legacy.orderReference());
  }

  /** What code that cannot repeat its unit of work does when its node is not the only one. */
  @Test
  @Order(2)
  void conflictBetweenNodesIsFaultOfLegacyAndNoHalfOrder() throws Exception {
    Rush alone;
    Rush legacy;
    Rush fast;
    long capturesBefore = chain.captures();
    long standing = standing();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      alone = Rush.start(threads, chain::postToLegacy, BUYERS, EACH).get();
      Future<Rush> one = Rush.start(threads, chain::postToLegacy, BUYERS, EACH);
      Future<Rush> two = Rush.start(threads, chain::postToFastPath, BUYERS, EACH);
      legacy = one.get();
      fast = two.get();
    }
    long sold = (long) alone.sold().size() + legacy.sold().size() + fast.sold().size();
    long charged = chain.captures() - capturesBefore;
    report(alone, legacy, fast, charged - sold);

    assertThat(alone.failed()).isEmpty();
    assertThat(legacy.failed()).as("conflicts were provoked").isNotEmpty();
    assertThat(fast.failed()).as("the fast path repeats its transactions").isEmpty();
    for (Rush rush : List.of(alone, legacy, fast)) {
      assertThat(orders(0, rush.sold(), "PAID")).isEqualTo(rush.sold().size());
    }
    assertThat(orders(0, legacy.failed(), "%")).isZero();
    assertThat(standing - standing()).as("tickets taken").isEqualTo(sold);

    Rush repeated = Rush.of(chain::postToLegacy, legacy.failed(), 1);
    assertThat(repeated.failed()).as("a repeat with the same request id").isEmpty();
    assertThat(orders(0, legacy.failed(), "PAID")).isEqualTo(legacy.failed().size());
    assertThat(chain.captures() - capturesBefore)
        .as("each purchase is charged once")
        .isEqualTo(3L * BUYERS * EACH);
  }

  private static void report(Rush alone, Rush legacy, Rush fast, long chargedInVain) {
    System.out.printf(
        "on one node: legacy %d of %d failed; on two nodes: legacy %d of %d, fast path %d of %d;"
            + " charged and not answered with an order: %d%n",
        alone.failed().size(),
        alone.asked(),
        legacy.failed().size(),
        legacy.asked(),
        fast.failed().size(),
        fast.asked(),
        chargedInVain);
  }

  @Test
  @Order(3)
  void monolithGoesOnWhenItsNodeIsKilled() throws Exception {
    chain.killDatabase("a");
    long killedAt = System.nanoTime();
    Purchase purchase = aPurchase();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> chain.postToLegacy(purchase.envelope()).status() == 200);
    System.out.printf(
        "legacy sold again %d ms after its node was killed%n",
        Duration.ofNanos(System.nanoTime() - killedAt).toMillis());

    assertThat(
            number(
                1,
                "select count(*) from orders where request_id = '%s'"
                    .formatted(purchase.requestId())))
        .isOne();
    assertThat(chain.postToFastPath(aPurchase().envelope()).status()).isEqualTo(200);
  }
}
