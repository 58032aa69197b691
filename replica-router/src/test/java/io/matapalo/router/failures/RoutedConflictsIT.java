package io.matapalo.router.failures;

import static io.matapalo.router.failures.Session.start;
import static io.matapalo.router.failures.Session.status;
import static io.matapalo.router.failures.Session.until;
import static io.matapalo.router.failures.Session.update;
import static io.matapalo.router.failures.Session.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.connection.CommitOutcomeUnknownException;
import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.jdbc.RoutedConnection;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.topology.Node;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.topology.Galera;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Application code swallows what the database tells it: half a transaction is never stored. */
final class RoutedConflictsIT {

  private static final int ROUNDS = 60;

  @TempDir static Path folder;
  private static Galera galera;
  private static Shop shop;
  private static Shop other;
  private static Login login;
  private static FaultRelay relay;

  @BeforeAll
  static void startCluster() throws SQLException {
    galera = Galera.inFolder(folder).patient();
    MariaDb here = galera.nodes().get(0).server();
    galera.createDatabase("shop");
    shop = Shop.in(here);
    other = Shop.of(galera.nodes().get(1).server());
    update(shop.administrator(), "set session wsrep_sync_wait = 15");
    update(other.administrator(), "set session wsrep_sync_wait = 15");
    login = Shop.login(here);
    relay = FaultRelay.toPort(here.port());
  }

  @AfterAll
  static void stopCluster() throws SQLException {
    relay.close();
    shop.close();
    other.close();
    galera.close();
  }

  @BeforeEach
  void reset() throws SQLException {
    relay.forget();
    shop.reset();
    assertThat(other.v(1)).isZero();
  }

  /** Node a behind the relay, node b beside it. */
  private static BareNodes nodes(Vendor vendor) {
    return new BareNodes(
        List.of(
            Node.of("a", vendor.url(relay.port(), "")),
            Node.of("b", vendor.url(galera.nodes().get(1).port(), ""))),
        login);
  }

  private static void loseWhileIdle(Connection connection) throws SQLException {
    long before = status(shop.administrator(), "wsrep_local_bf_aborts");
    update(connection, "insert into item values (100, 1)");
    update(connection, "update item set v = 1 where id = 1");
    update(other.administrator(), "update item set v = 2 where id = 1");
    until(() -> status(shop.administrator(), "wsrep_local_bf_aborts") > before);
  }

  private static void fails(Seen.Step step, int code) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
  }

  private static void isRefusedUntilRollback(RoutedConnection connection) throws SQLException {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> update(connection, "insert into item values (101, 1)"))
          .hasMessageContaining("can only be rolled back");
      assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
    }
    connection.rollback();
    update(connection, "insert into item values (102, 1)");
    connection.commit();
    assertThat(shop.has(101)).isFalse();
    assertThat(shop.has(102)).isTrue();
  }

  @ForEachVendor
  void swallowedConflict(Vendor vendor) throws Exception {
    BareNodes nodes = nodes(vendor);
    try (RoutedConnection connection = nodes.begin()) {
      loseWhileIdle(connection);
      fails(() -> update(connection, "update item set v = 1 where id = 2"), 1213);

      isRefusedUntilRollback(connection);

      assertThat(shop.has(100)).isFalse();
      assertThat(shop.v(2)).isZero();
      assertThat(nodes.discarded).isEmpty();
    }
  }

  @ForEachVendor
  void swallowedLockWait(Vendor vendor) throws Exception {
    try (RoutedConnection connection = nodes(vendor).begin();
        Connection holder = vendor.begin(login, galera.nodes().get(0).port())) {
      update(holder, "update item set v = 1 where id = 1");
      update(connection, "insert into item values (100, 1)");
      update(connection, "set session innodb_lock_wait_timeout = 0");
      fails(() -> update(connection, "update item set v = 2 where id = 1"), 1205);
      holder.rollback();

      isRefusedUntilRollback(connection);

      assertThat(shop.has(100)).isFalse();
    }
  }

  @ForEachVendor
  void conflictAtCommit(Vendor vendor) throws Exception {
    try (RoutedConnection connection = nodes(vendor).begin()) {
      loseWhileIdle(connection);
      TransactionState state = connection.unwrap(TransactionState.class);

      fails(connection::commit, 1213);

      assertThat(state.doomedBy().map(Failure::phase)).contains(Phase.COMMIT);
      isRefusedUntilRollback(connection);
      assertThat(shop.has(100)).isFalse();
    }
  }

  /** The server answers ROLLBACK with 1213: to the application it has gone well. */
  @ForEachVendor
  void conflictAtRollback(Vendor vendor) throws Exception {
    BareNodes nodes = nodes(vendor);
    try (RoutedConnection connection = nodes.begin()) {
      loseWhileIdle(connection);

      connection.rollback();

      update(connection, "insert into item values (102, 1)");
      connection.commit();
      assertThat(shop.has(100)).isFalse();
      assertThat(shop.has(102)).isTrue();
      assertThat(nodes.discarded).isEmpty();
    }
  }

  /** What the server repeats by itself, and what it does not: only acknowledged work is stored. */
  @ParameterizedTest
  @CsvSource({"MYSQL,0", "MYSQL,1", "MARIADB,0", "MARIADB,1"})
  void conflictUnderAutocommit(Vendor vendor, int repeatsOfTheServer) throws Exception {
    try (RoutedConnection mine = nodes(vendor).connection()) {
      update(mine, "set session wsrep_retry_autocommit = " + repeatsOfTheServer);
      FutureTask<Integer> theirs = start(() -> addMany(other.administrator()));
      int stored = addMany(mine) + theirs.get();

      assertThat(mine.unwrap(TransactionState.class).doomedBy()).isEmpty();
      assertThat(shop.v(3)).isEqualTo(stored);
    }
  }

  private static int addMany(Connection connection) throws SQLException {
    int stored = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try {
        stored += update(connection, "update item set v = v + 1 where id = 3");
      } catch (SQLException e) {
        assertThat(e.getErrorCode()).as("%s", e).isEqualTo(1213);
      }
    }
    return stored;
  }

  @ForEachVendor
  void lostAnswerToCommit(Vendor vendor) throws Exception {
    BareNodes nodes = nodes(vendor);
    try (RoutedConnection connection = nodes.begin()) {
      update(connection, "insert into item values (100, 1)");
      relay.onNext(CommandMatcher.commit(), Fault.LOSE_ANSWER);

      assertThatThrownBy(connection::commit)
          .isInstanceOfSatisfying(
              CommitOutcomeUnknownException.class,
              e -> assertThat(e.getSQLState()).isEqualTo("08007"));

      assertThat(shop.has(100)).isTrue();
      assertThat(nodes.discarded).containsExactly("a");
      assertThat(nodes.suspected).contains("a");
    }
  }

  @ForEachVendor
  void lostAnswerToAnAutocommitWrite(Vendor vendor) throws Exception {
    try (RoutedConnection connection = nodes(vendor).connection()) {
      relay.onNext(CommandMatcher.query("insert"), Fault.LOSE_ANSWER);

      assertThatThrownBy(() -> update(connection, "insert into item values (100, 1)"))
          .isInstanceOf(CommitOutcomeUnknownException.class);

      assertThat(shop.has(100)).isTrue();
      assertThat(value(connection, "select count(*) from item where id = 100")).isEqualTo("1");
    }
  }

  /** The node is lost within a transaction: it fails as a whole, though the next node answers. */
  @ForEachVendor
  void nodeIsLostWithinATransaction(Vendor vendor) throws Exception {
    BareNodes nodes = nodes(vendor);
    try (RoutedConnection connection = nodes.begin()) {
      update(connection, "insert into item values (100, 1)");
      relay.refuse();
      relay.cut();

      assertThatThrownBy(() -> update(connection, "insert into item values (101, 1)"))
          .isInstanceOf(SQLException.class)
          .isNotInstanceOf(CommitOutcomeUnknownException.class);

      isRefusedUntilRollback(connection);
      assertThat(shop.has(100)).isFalse();
      assertThat(nodes.discarded).contains("a");
      assertThat(connection.unwrap(TransactionState.class).doomedBy()).isEmpty();
    } finally {
      relay.accept();
    }
  }
}
