package io.matapalo.router.failures;

import static io.matapalo.router.failures.Session.awaitState;
import static io.matapalo.router.failures.Session.id;
import static io.matapalo.router.failures.Session.isOpen;
import static io.matapalo.router.failures.Session.start;
import static io.matapalo.router.failures.Session.status;
import static io.matapalo.router.failures.Session.until;
import static io.matapalo.router.failures.Session.update;
import static io.matapalo.router.failures.Session.value;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_READ;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_WRITE;
import static io.matapalo.router.retry.Phase.COMMIT;
import static io.matapalo.router.retry.Phase.IN_TRANSACTION;
import static io.matapalo.router.retry.Phase.ROLLBACK;
import static io.matapalo.router.retry.Verdict.Action.FAIL;
import static io.matapalo.router.retry.Verdict.Action.RETRY;
import static io.matapalo.router.retry.Verdict.Action.RETRY_ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.UnsafeSettings;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.topology.Galera;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who loses a conflict with another node of Galera, at each step where it may learn of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictFailuresIT {

  private static final int MOST_ROUNDS = 200;

  private Galera galera;
  private MariaDb here;
  private MariaDb there;
  private Shop shop;
  private Shop other;

  /** Where the servers come from. */
  ServerSource source() {
    return ServerSource.AUTO;
  }

  @BeforeAll
  void startCluster(@TempDir Path folder) throws SQLException {
    galera = Galera.start(ServerConfig.inFolder(folder).withSource(source()), 3).patient();
    here = galera.nodes().get(0).server();
    there = galera.nodes().get(1).server();
    galera.createDatabase("shop");
    shop = Shop.in(here);
    other = Shop.of(there);
    // The truth is asked where it may have to arrive first.
    update(shop.administrator(), "set session wsrep_sync_wait = 15");
    update(other.administrator(), "set session wsrep_sync_wait = 15");
  }

  @AfterAll
  void stopCluster() throws SQLException {
    shop.close();
    other.close();
    galera.close();
  }

  @BeforeEach
  void reset() throws SQLException {
    shop.reset();
    assertThat(other.v(1)).isZero();
  }

  private Connection beginHere(Vendor vendor) throws SQLException {
    return vendor.begin(Shop.login(here), here.port());
  }

  private Connection beginThere(Vendor vendor) throws SQLException {
    return vendor.begin(Shop.login(there), there.port());
  }

  private static Seen isConflict(Seen seen, Vendor vendor) {
    return seen.says(
            vendor,
            1213,
            "40001",
            vendor.says(
                MySQLTransactionRollbackException.class, SQLTransactionRollbackException.class))
        .means(RETRY, Cause.CONFLICT)
        .keepsTheConnection();
  }

  /** It has written rows 100 and 1; the other node writes row 1 and wins, unseen by it. */
  private void loseWhileIdle(Connection connection) throws SQLException {
    long before = status(shop.administrator(), "wsrep_local_bf_aborts");
    update(connection, "insert into item values (100, 1)");
    update(connection, "update item set v = 1 where id = 1");
    update(other.administrator(), "update item set v = 2 where id = 1");
    until(() -> status(shop.administrator(), "wsrep_local_bf_aborts") > before);
  }

  private void isRolledBack(Connection connection) throws SQLException {
    assertThat(isOpen(connection)).isFalse();
    assertThat(shop.has(100)).isFalse();
    assertThat(shop.v(1)).isEqualTo(2);
  }

  @ForEachVendor
  void loserLearnsOfItAtItsNextStatement(Vendor vendor) throws Exception {
    try (Connection connection = beginHere(vendor)) {
      loseWhileIdle(connection);

      isConflict(
              Seen.in(IN_TRANSACTION, () -> update(connection, "update item set v = 1 where id=2")),
              vendor)
          .dooms();

      isRolledBack(connection);
      // What makes it dangerous: COMMIT answers well, and stores nothing.
      connection.commit();
      isRolledBack(connection);
    }
  }

  @ForEachVendor
  void loserLearnsOfItAtCommit(Vendor vendor) throws Exception {
    try (Connection connection = beginHere(vendor)) {
      loseWhileIdle(connection);

      isConflict(Seen.in(COMMIT, connection::commit), vendor).dooms();

      isRolledBack(connection);
    }
  }

  /** ROLLBACK itself is answered with 1213, and it has rolled back. */
  @ForEachVendor
  void loserLearnsOfItAtRollback(Vendor vendor) throws Exception {
    try (Connection connection = beginHere(vendor)) {
      loseWhileIdle(connection);

      Seen seen = isConflict(Seen.in(ROLLBACK, connection::rollback), vendor);

      assertThat(seen.verdict().dooms()).isFalse();
      isRolledBack(connection);
    }
  }

  @ForEachVendor
  void statementIsInterruptedByIt(Vendor vendor) throws Exception {
    try (Connection connection = beginHere(vendor)) {
      update(connection, "update item set v = 1 where id = 1");
      long id = id(connection);
      FutureTask<Seen> seen =
          start(() -> Seen.in(IN_TRANSACTION, () -> value(connection, "select sleep(60)")));
      awaitState(shop.administrator(), id, "User sleep");
      update(other.administrator(), "update item set v = 2 where id = 1");

      isConflict(seen.get(), vendor).dooms();
      isRolledBack(connection);
    }
  }

  /** Not 1062: the other's row came while the transaction was open. */
  @ForEachVendor
  void sameKeyOnTwoNodesIsAConflict(Vendor vendor) throws Exception {
    try (Connection connection = beginHere(vendor)) {
      long before = status(shop.administrator(), "wsrep_local_bf_aborts");
      update(connection, "insert into item values (100, 1)");
      update(other.administrator(), "insert into item values (100, 2)");
      until(() -> status(shop.administrator(), "wsrep_local_bf_aborts") > before);

      isConflict(Seen.in(COMMIT, connection::commit), vendor).dooms();
      assertThat(shop.v(100)).isEqualTo(2);
    }
  }

  /** Both commit at once, until certification itself has refused one on each node. */
  @ForEachVendor
  void certificationRefusesOneOfTwoCommits(Vendor vendor) throws Exception {
    long before = certificationFailures();
    int stored = 0;
    try (Connection mine = beginHere(vendor);
        Connection theirs = beginThere(vendor)) {
      for (int round = 0; round < MOST_ROUNDS && certificationFailures() == before; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        FutureTask<Boolean> second = start(() -> addsOne(theirs, together, vendor));
        stored += addsOne(mine, together, vendor) ? 1 : 0;
        stored += second.get() ? 1 : 0;
      }
    }
    assertThat(certificationFailures()).as("certification failures").isGreaterThan(before);
    assertThat(shop.v(3)).as("what was acknowledged is what is stored").isEqualTo(stored);
  }

  private long certificationFailures() throws SQLException {
    return status(shop.administrator(), "wsrep_local_cert_failures")
        + status(other.administrator(), "wsrep_local_cert_failures");
  }

  private static boolean addsOne(Connection connection, CyclicBarrier together, Vendor vendor)
      throws Exception {
    Callable<Boolean> commit =
        () -> {
          try {
            connection.commit();
            return true;
          } catch (SQLException e) {
            isConflict(Seen.in(COMMIT, () -> rethrow(e)), vendor).dooms();
            return false;
          }
        };
    try {
      update(connection, "update item set v = v + 1 where id = 3");
    } catch (SQLException e) {
      // The other's last commit of the round before arrives as this one begins.
      isConflict(Seen.in(IN_TRANSACTION, () -> rethrow(e)), vendor).dooms();
      together.await();
      return false;
    }
    together.await();
    return commit.call();
  }

  private static void rethrow(SQLException thrown) throws SQLException {
    throw thrown;
  }

  /** With wsrep_retry_autocommit 0 the server repeats nothing by itself. */
  @ForEachVendor
  void autocommitStatementLoses(Vendor vendor) throws Exception {
    Connection holder = beginThere(vendor);
    int stored = 0;
    boolean lost = false;
    try (Connection mine = vendor.open(Shop.login(here), here.port())) {
      for (int round = 0; round < MOST_ROUNDS && !lost; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        FutureTask<Boolean> second = start(() -> addsOne(holder, together, vendor));
        together.await();
        try {
          stored += update(mine, "update item set v = v + 1 where id = 3");
        } catch (SQLException e) {
          Seen seen = isConflict(Seen.in(AUTOCOMMIT_WRITE, () -> rethrow(e)), vendor);
          assertThat(seen.verdict().dooms()).isFalse();
          lost = true;
        }
        stored += second.get() ? 1 : 0;
      }
    } finally {
      holder.close();
    }
    assertThat(lost).as("an autocommit statement lost within %d rounds", MOST_ROUNDS).isTrue();
    assertThat(shop.v(3)).isEqualTo(stored);
  }

  /** Nothing is in doubt, and a repeat never helps. */
  @ForEachVendor
  void commitOfTooManyBytesIsRefused(Vendor vendor) throws Exception {
    try (Connection connection = beginHere(vendor)) {
      update(connection, "insert into item values (100, 1)");
      update(connection, "insert into item select seq, 1 from seq_101_to_6000");
      update(shop.administrator(), "set global wsrep_max_ws_size = 4096");
      try {
        isTooLarge(Seen.in(COMMIT, connection::commit), 1105).dooms();
      } finally {
        update(shop.administrator(), "set global wsrep_max_ws_size = default");
      }
      connection.rollback();
      assertThat(isOpen(connection)).isFalse();
      assertThat(shop.has(100)).isFalse();
    }
  }

  @ForEachVendor
  void moreRowsThanTheGroupTakesAreRefused(Vendor vendor) throws Exception {
    update(shop.administrator(), "set global wsrep_max_ws_rows = 5");
    try (Connection alone = vendor.open(Shop.login(here), here.port());
        Connection connection = beginHere(vendor)) {
      isTooLarge(
          Seen.in(
              AUTOCOMMIT_WRITE,
              () -> update(alone, "insert into item select seq, 1 from seq_100_to_120")),
          1180);
      assertThat(shop.has(100)).isFalse();

      update(connection, "insert into item values (99, 1)");
      isTooLarge(
              Seen.in(
                  IN_TRANSACTION,
                  () -> update(connection, "insert into item select seq, 1 from seq_100_to_120")),
              1180)
          .dooms();
      connection.rollback();
      assertThat(shop.has(99)).isFalse();
    } finally {
      update(shop.administrator(), "set global wsrep_max_ws_rows = default");
    }
  }

  private static Seen isTooLarge(Seen seen, int code) {
    assertThat(seen.thrown().getErrorCode()).as("%s", seen.thrown()).isEqualTo(code);
    seen.means(FAIL, Cause.OTHER).keepsTheConnection();
    assertThat(seen.verdict().suspect()).isFalse();
    return seen;
  }

  /** A read that waits for a position which does not come: 1205, though nobody holds a lock. */
  @ForEachVendor
  void waitForAPositionEndsLikeALockWait(Vendor vendor) throws Exception {
    try (Connection connection = vendor.open(Shop.login(here), here.port())) {
      String ahead =
          value(connection, "select @@gtid_binlog_pos").replaceAll("-\\d+$", "-99999999");

      Seen.in(
              AUTOCOMMIT_READ,
              () -> value(connection, "select wsrep_sync_wait_upto_gtid('" + ahead + "', 1)"))
          .saysLockWait(vendor)
          .means(RETRY_ELSEWHERE, Cause.LOCK_WAIT)
          .keepsTheConnection();
    }
  }

  /**
   * Connector/J takes the 1213 to its COM_STMT_PREPARE for "cannot be prepared" and runs the
   * statement itself, in a new transaction. That the fault exists is why the setting is refused.
   */
  @ForEachVendor
  void serverSidePreparingOfConnectorJLosesHalfATransaction(Vendor vendor) throws Exception {
    String url = vendor.url(here.port(), "&useServerPrepStmts=true");
    try (Connection connection = DriverManager.getConnection(url, here.user(), here.password())) {
      connection.setAutoCommit(false);
      loseWhileIdle(connection);

      if (vendor == Vendor.MARIADB) {
        isConflict(Seen.in(IN_TRANSACTION, () -> addPrepared(connection)), vendor).dooms();
        connection.rollback();
        assertThat(shop.v(3)).isZero();
        return;
      }
      addPrepared(connection);
      connection.commit();
    }
    assertThat(shop.has(100)).as("the first half").isFalse();
    assertThat(shop.v(3)).as("the second half, without an exception").isEqualTo(7);
    assertThat(UnsafeSettings.of(new Node("a", url, 1.0), 3))
        .anyMatch(reason -> reason.contains("useServerPrepStmts=true is unsafe"));
  }

  private static void addPrepared(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("update item set v = v + ? where id = 3")) {
      statement.setInt(1, 7);
      statement.executeUpdate();
    }
  }
}
