package io.matapalo.router.failures;

import static io.matapalo.router.failures.Session.isOpen;
import static io.matapalo.router.failures.Session.start;
import static io.matapalo.router.failures.Session.update;
import static io.matapalo.router.failures.Session.value;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_READ;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_WRITE;
import static io.matapalo.router.retry.Phase.COMMIT;
import static io.matapalo.router.retry.Phase.CONNECT;
import static io.matapalo.router.retry.Phase.IN_TRANSACTION;
import static io.matapalo.router.retry.Phase.ROLLBACK;
import static io.matapalo.router.retry.Verdict.Action.OUTCOME_UNKNOWN;
import static io.matapalo.router.retry.Verdict.Action.RETRY;
import static io.matapalo.router.retry.Verdict.Action.RETRY_ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.retry.Cause;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A node of Galera loses its quorum: what was under way, and what is tried on it afterwards. */
@Tag("deep")
final class QuorumLossIT {

  @TempDir static Path folder;
  private static Galera galera;
  private static MariaDbNode lonely;
  private static MariaDb server;
  private static Shop shop;

  @BeforeAll
  static void startCluster() throws SQLException {
    galera = Galera.inFolder(folder);
    lonely = galera.nodes().get(0);
    server = lonely.server();
    galera.createDatabase("shop");
    shop = Shop.in(server);
    update(shop.administrator(), "set session wsrep_sync_wait = 15");
  }

  @AfterAll
  static void stopCluster() throws SQLException {
    shop.close();
    galera.close();
  }

  @BeforeEach
  void reset() throws SQLException {
    shop.reset();
  }

  private static Connection begin(Vendor vendor, int row) throws SQLException {
    Connection connection = vendor.begin(Shop.login(server), server.port());
    update(connection, "insert into item values (" + row + ", 1)");
    return connection;
  }

  private static Seen isNotReady(Seen seen, Vendor vendor) {
    return seen.says(vendor, 1047, "08S01", SQLNonTransientConnectionException.class).evicts();
  }

  @ForEachVendor
  void quorumIsLost(Vendor vendor) throws Exception {
    try (Connection inFlight = begin(vendor, 100);
        Connection statement = begin(vendor, 101);
        Connection rollback = begin(vendor, 102);
        Connection commit = begin(vendor, 103);
        Connection alone = vendor.open(Shop.login(server), server.port());
        Connection aloneInFlight = vendor.open(Shop.login(server), server.port())) {
      galera.partition(lonely);
      try {
        FutureTask<Seen> seen =
            start(() ->
                Seen.in(
                    AUTOCOMMIT_WRITE,
                    () -> update(aloneInFlight, "insert into item values (104, 1)")));
        // They are waited for until the node knows that it is alone.
        couldNotCommit(Seen.in(COMMIT, inFlight::commit), vendor).dooms();
        couldNotCommit(seen.get(), vendor);

        isNotReady(
                Seen.in(
                    IN_TRANSACTION, () -> update(statement, "insert into item values (105, 1)")),
                vendor)
            .means(RETRY_ELSEWHERE, Cause.NODE_NOT_READY)
            .dooms();
        isNotReady(Seen.in(COMMIT, commit::commit), vendor)
            .means(OUTCOME_UNKNOWN, Cause.NODE_NOT_READY)
            .dooms();
        failsToRollBack(rollback, vendor);
        answersOnlyWhatNeedsNoData(alone, vendor);
      } finally {
        galera.heal(lonely);
      }
      isOpenStill(statement);
      isOpenStill(commit);
      isOpenStill(rollback);
    }
    nothingIsStored();
  }

  private static void nothingIsStored() throws SQLException {
    for (int row = 100; row <= 106; row++) {
      assertThat(shop.has(row)).as("row %d", row).isFalse();
    }
  }

  private static void answersOnlyWhatNeedsNoData(Connection alone, Vendor vendor)
      throws SQLException {
    isNotReady(
            Seen.in(AUTOCOMMIT_WRITE, () -> update(alone, "insert into item values (106, 1)")),
            vendor)
        .means(RETRY_ELSEWHERE, Cause.NODE_NOT_READY);
    isNotReady(
            Seen.in(AUTOCOMMIT_READ, () -> value(alone, "select v from item where id = 1")), vendor)
        .means(RETRY_ELSEWHERE, Cause.NODE_NOT_READY);
    // A new connection opens; what makes it ready for use fails.
    isNotReady(
            Seen.in(
                CONNECT,
                () -> {
                  try (Connection fresh = vendor.open(Shop.login(server), server.port())) {
                    assertThat(value(fresh, "select v from item where id = 1")).isNull();
                  }
                }),
            vendor)
        .means(RETRY_ELSEWHERE, Cause.NODE_NOT_READY);
    // What a pool's validation would find.
    assertThat(alone.isValid(2)).isTrue();
    assertThat(value(alone, "select 1")).isEqualTo("1");
  }

  /** Why such connections are thrown away: healed, they go on with what failed. */
  private static void isOpenStill(Connection connection) throws SQLException {
    assertThat(isOpen(connection)).isTrue();
    assertThat(value(connection, "select count(*) from item where id between 101 and 103"))
        .isEqualTo("1");
  }

  private static Seen couldNotCommit(Seen seen, Vendor vendor) {
    assertThat(seen.failure().message())
        .contains("provider status: Not connected to Primary Component");
    return seen.says(vendor, 1180, "HY000", SQLException.class)
        .means(OUTCOME_UNKNOWN, Cause.NODE_NOT_READY)
        .evicts();
  }

  /** Connector/J makes a lost link of it. */
  private static void failsToRollBack(Connection connection, Vendor vendor) {
    Seen.in(ROLLBACK, connection::rollback)
        .says(
            vendor,
            vendor.says(0, 1047),
            vendor.says("08007", "08S01"),
            SQLNonTransientConnectionException.class)
        .means(
            vendor.says(RETRY, RETRY_ELSEWHERE), vendor.says(Cause.LINK_LOST, Cause.NODE_NOT_READY))
        .evicts();
  }
}
