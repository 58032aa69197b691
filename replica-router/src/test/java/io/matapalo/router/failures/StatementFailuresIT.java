package io.matapalo.router.failures;

import static io.matapalo.router.failures.Session.awaitLockWait;
import static io.matapalo.router.failures.Session.awaitState;
import static io.matapalo.router.failures.Session.id;
import static io.matapalo.router.failures.Session.isOpen;
import static io.matapalo.router.failures.Session.start;
import static io.matapalo.router.failures.Session.update;
import static io.matapalo.router.failures.Session.value;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_READ;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_WRITE;
import static io.matapalo.router.retry.Phase.COMMIT;
import static io.matapalo.router.retry.Phase.IN_TRANSACTION;
import static io.matapalo.router.retry.Verdict.Action.FAIL;
import static io.matapalo.router.retry.Verdict.Action.OUTCOME_UNKNOWN;
import static io.matapalo.router.retry.Verdict.Action.RETRY;
import static io.matapalo.router.retry.Verdict.Action.RETRY_ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.MySQLQueryInterruptedException;
import com.mysql.cj.jdbc.exceptions.MySQLTimeoutException;
import com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import io.matapalo.router.retry.Cause;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one server answers, what both drivers make of it, what the table says to that, and what is
 * true in the database afterwards.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementFailuresIT {
  private MariaDb server;
  private Shop shop;
  private Connection administrator;

  /** Where the server comes from. */
  ServerSource source() {
    return ServerSource.AUTO;
  }

  @BeforeAll
  void startServer(@TempDir Path folder) throws SQLException {
    server = MariaDb.start(ServerConfig.inFolder(folder).withSource(source()));
    shop = Shop.in(server);
    administrator = shop.administrator();
  }

  @AfterAll
  void stopServer() throws SQLException {
    shop.close();
    server.close();
  }

  @BeforeEach
  void reset() throws SQLException {
    shop.reset();
  }

  private Connection begin(Vendor vendor) throws SQLException {
    return vendor.begin(Shop.login(server), server.port());
  }

  /** With row 100 inserted and not committed. */
  private Connection beginWithRow(Vendor vendor) throws SQLException {
    Connection connection = begin(vendor);
    update(connection, "insert into item values (100, 1)");
    return connection;
  }

  private Connection open(Vendor vendor) throws SQLException {
    return vendor.open(Shop.login(server), server.port());
  }

  /** The transaction is gone, so going on stores its second half: that is why it is doomed. */
  @ForEachVendor
  void deadlockRollsTheWholeTransactionBack(Vendor vendor) throws Exception {
    try (Connection victim = begin(vendor);
        Connection heavy = begin(vendor)) {
      // The one that has changed less is the victim.
      update(heavy, "update item set v = v + 1 where id between 2 and 19");
      update(victim, "update item set v = 1 where id = 1");
      FutureTask<Integer> waiting =
          start(() -> update(heavy, "update item set v = 2 where id = 1"));
      awaitLockWait(administrator);

      Seen.in(IN_TRANSACTION, () -> update(victim, "update item set v = 1 where id = 2"))
          .says(
              vendor,
              1213,
              "40001",
              vendor.says(
                  MySQLTransactionRollbackException.class, SQLTransactionRollbackException.class))
          .means(RETRY, Cause.CONFLICT)
          .dooms()
          .keepsTheConnection();

      assertThat(isOpen(victim)).isFalse();
      waiting.get();
      heavy.rollback();
      update(victim, "insert into item values (100, 1)");
      victim.commit();
      assertThat(shop.v(1)).as("the first half").isZero();
      assertThat(shop.has(100)).as("the second half").isTrue();
    }
  }

  /** The code of a deadlock, but nothing is rolled back: only the router's ROLLBACK ends it. */
  @ForEachVendor
  void deadlockOfUserLocksLeavesTheTransactionOpen(Vendor vendor) throws Exception {
    try (Connection victim = begin(vendor);
        Connection holder = begin(vendor)) {
      value(holder, "select get_lock('shop.a', 0)");
      update(victim, "insert into item values (100, 1)");
      value(victim, "select get_lock('shop.b', 0)");
      long id = id(holder);
      FutureTask<String> waiting = start(() -> value(holder, "select get_lock('shop.b', 60)"));
      awaitState(administrator, id, "User lock");

      Seen.in(IN_TRANSACTION, () -> value(victim, "select get_lock('shop.a', 60)"))
          .says(
              vendor,
              1213,
              "40001",
              vendor.says(
                  MySQLTransactionRollbackException.class, SQLTransactionRollbackException.class))
          .means(RETRY, Cause.CONFLICT)
          .dooms()
          .keepsTheConnection();

      assertThat(isOpen(victim)).isTrue();
      victim.rollback();
      assertThat(shop.has(100)).isFalse();
      value(victim, "select release_all_locks()");
      assertThat(waiting.get()).isEqualTo("1");
    }
  }

  /** A key that is looked up in the parent counts as read: any column of it may have changed. */
  @ForEachVendor
  void parentChangedSinceTheSnapshotRollsTheWholeTransactionBack(Vendor vendor) throws Exception {
    update(
        administrator,
        "create table part (id int primary key, item int, foreign key (item) references item (id))"
            + " engine=innodb");
    try (Connection connection = begin(vendor)) {
      update(connection, "set session innodb_snapshot_isolation = on");
      update(connection, "insert into item values (100, 1)");
      assertThat(value(connection, "select v from item where id = 1")).isEqualTo("0");
      update(administrator, "update item set v = 9 where id = 1");

      Seen.in(IN_TRANSACTION, () -> update(connection, "insert into part values (1, 1)"))
          .says(vendor, 1020, "HY000", SQLException.class)
          .means(RETRY, Cause.SNAPSHOT)
          .dooms()
          .keepsTheConnection();

      assertThat(isOpen(connection)).isFalse();
      connection.commit();
      assertThat(shop.has(100)).isFalse();
    } finally {
      update(administrator, "drop table part");
    }
  }

  /**
   * The transaction is open: a commit stores what came before. The states could not differ more.
   */
  @ForEachVendor
  void lockWaitLeavesTheTransactionOpen(Vendor vendor) throws Exception {
    try (Connection waiting = begin(vendor);
        Connection holder = begin(vendor)) {
      update(holder, "update item set v = 1 where id = 1");
      update(waiting, "insert into item values (100, 1)");
      update(waiting, "set session innodb_lock_wait_timeout = 0");

      Seen.in(IN_TRANSACTION, () -> update(waiting, "update item set v = 2 where id = 1"))
          .saysLockWait(vendor)
          .means(RETRY, Cause.LOCK_WAIT)
          .dooms()
          .keepsTheConnection();

      assertThat(isOpen(waiting)).isTrue();
      waiting.commit();
      assertThat(shop.has(100)).isTrue();
      assertThat(shop.v(1)).isZero();
    }
  }

  /** A COMMIT that waited too long for the server's lock against all commits is rolled back. */
  @ForEachVendor
  void lockWaitAtCommitRollsBack(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      update(connection, "set session lock_wait_timeout = 0");
      update(administrator, "flush tables with read lock");
      try {
        Seen.in(COMMIT, connection::commit)
            .saysLockWait(vendor)
            .means(RETRY, Cause.LOCK_WAIT)
            .dooms();
        assertThat(isOpen(connection)).isFalse();
      } finally {
        update(administrator, "unlock tables");
      }
      assertThat(shop.has(100)).isFalse();
    }
  }

  @ForEachVendor
  void rowChangedSinceTheSnapshotRollsTheWholeTransactionBack(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor)) {
      update(connection, "set session innodb_snapshot_isolation = on");
      update(connection, "insert into item values (100, 1)");
      assertThat(value(connection, "select v from item where id = 1")).isEqualTo("0");
      update(administrator, "update item set v = 9 where id = 1");

      Seen.in(IN_TRANSACTION, () -> update(connection, "update item set v = v + 1 where id = 1"))
          .says(vendor, 1020, "HY000", SQLException.class)
          .means(RETRY, Cause.SNAPSHOT)
          .dooms()
          .keepsTheConnection();

      assertThat(isOpen(connection)).isFalse();
      connection.commit();
      assertThat(shop.has(100)).isFalse();
      assertThat(shop.v(1)).isEqualTo(9);
    }
  }

  @ForEachVendor
  void tableChangedSinceTheSnapshotLeavesTheTransactionOpen(Vendor vendor) throws Exception {
    update(administrator, "create table plan (id int primary key) engine=innodb");
    try (Connection connection = beginWithRow(vendor)) {
      assertThat(value(connection, "select v from item where id = 1")).isEqualTo("0");
      update(administrator, "alter table plan add column x int default 1, algorithm=copy");

      Seen.in(IN_TRANSACTION, () -> value(connection, "select count(*) from plan"))
          .says(vendor, 1412, "HY000", SQLException.class)
          .means(RETRY, Cause.SNAPSHOT)
          .dooms()
          .keepsTheConnection();

      assertThat(isOpen(connection)).isTrue();
      connection.rollback();
    } finally {
      update(administrator, "drop table plan");
    }
  }

  /** The statement is refused, the transaction stays open, and its commit rolls it back. */
  @ForEachVendor
  void nodeTurnsReadOnly(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor);
        Connection other = begin(vendor);
        Connection alone = open(vendor)) {
      update(connection, "insert into item values (100, 1)");
      update(other, "insert into item values (101, 1)");
      update(administrator, "set global read_only = on");
      try {
        Seen.in(IN_TRANSACTION, () -> update(connection, "insert into item values (102, 1)"))
            .says(vendor, 1290, "HY000", SQLException.class)
            .means(RETRY_ELSEWHERE, Cause.READ_ONLY_NODE)
            .dooms()
            .evicts();
        assertThat(isOpen(connection)).isTrue();

        Seen.in(COMMIT, other::commit)
            .says(vendor, 1290, "HY000", SQLException.class)
            .means(RETRY_ELSEWHERE, Cause.READ_ONLY_NODE)
            .dooms()
            .evicts();
        assertThat(isOpen(other)).isFalse();

        Seen.in(AUTOCOMMIT_WRITE, () -> update(alone, "insert into item values (103, 1)"))
            .means(RETRY_ELSEWHERE, Cause.READ_ONLY_NODE)
            .evicts();
      } finally {
        update(administrator, "set global read_only = off");
      }
      connection.rollback();
      for (int id = 100; id <= 103; id++) {
        assertThat(shop.has(id)).isFalse();
      }
    }
  }

  @ForEachVendor
  void transactionIsReadOnly(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor)) {
      update(connection, "set session transaction read only");

      Seen.in(IN_TRANSACTION, () -> update(connection, "insert into item values (100, 1)"))
          .says(
              vendor,
              1792,
              "25006",
              vendor.says(SQLException.class, SQLInvalidAuthorizationSpecException.class))
          .means(FAIL, Cause.READ_ONLY_NODE)
          .evicts();
    }
    assertThat(shop.has(100)).isFalse();
  }

  @ForEachVendor
  void killedQueryLeavesTheTransactionOpen(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor);
        Connection holder = begin(vendor)) {
      update(holder, "update item set v = 1 where id = 1");
      update(connection, "insert into item values (100, 1)");
      long id = id(connection);
      FutureTask<Seen> seen =
          start(() ->
              Seen.in(
                  IN_TRANSACTION, () -> update(connection, "update item set v = 2 where id = 1")));
      awaitLockWait(administrator);
      update(administrator, "kill query " + id);

      seen.get()
          .says(
              vendor,
              1317,
              "70100",
              vendor.says(MySQLQueryInterruptedException.class, SQLTimeoutException.class))
          .means(FAIL, Cause.OTHER)
          .dooms()
          .keepsTheConnection();
      assertThat(isOpen(connection)).isTrue();
    }
  }

  /** Here it is rolled back, but 1317 does not say so: an answer after the write would be alike. */
  @ForEachVendor
  void killedCommitIsUnknown(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      long id = id(connection);
      update(administrator, "flush tables with read lock");
      try {
        FutureTask<Seen> seen = start(() -> Seen.in(COMMIT, connection::commit));
        awaitState(administrator, id, "Waiting for backup lock");
        update(administrator, "kill query " + id);

        seen.get().means(OUTCOME_UNKNOWN, Cause.OTHER).dooms().evicts();
        assertThat(seen.get().thrown().getErrorCode()).isEqualTo(1317);
      } finally {
        update(administrator, "unlock tables");
      }
    }
    assertThat(shop.has(100)).isFalse();
  }

  /**
   * Connector/J kills the query and hides the server's 1317 behind an exception of its own.
   * MariaDB's driver has the server end it, where it knows the server for a MariaDB that can.
   */
  @ForEachVendor
  void queryTimeoutIsAnInterruption(Vendor vendor) throws Exception {
    boolean endedByServer = vendor == Vendor.MARIADB && server.hiddenVersion().isEmpty();
    try (Connection connection = begin(vendor);
        Statement statement = connection.createStatement()) {
      update(connection, "insert into item values (100, 1)");
      statement.setQueryTimeout(1);

      Seen seen =
          Seen.in(IN_TRANSACTION, () -> statement.executeQuery("select sleep(20)").close())
              .means(FAIL, Cause.OTHER)
              .keepsTheConnection();

      assertThat((Throwable) seen.thrown())
          .isExactlyInstanceOf(vendor.says(MySQLTimeoutException.class, SQLTimeoutException.class));
      assertThat(seen.failure().vendorCode()).isEqualTo(endedByServer ? 1969 : 1317);
      assertThat(seen.verdict().dooms()).isEqualTo(!endedByServer);
      assertThat(isOpen(connection)).isTrue();
    }
  }

  @ForEachVendor
  void timeLimitOfTheStatementLeavesTheTransactionOpen(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor);
        Connection holder = begin(vendor)) {
      update(holder, "update item set v = 1 where id = 1");
      update(connection, "insert into item values (100, 1)");
      update(connection, "set session max_statement_time = 0.05");

      Seen seen =
          Seen.in(IN_TRANSACTION, () -> update(connection, "update item set v = 2 where id = 1"))
              .means(FAIL, Cause.OTHER)
              .keepsTheConnection();

      assertThat(seen.failure().vendorCode()).isEqualTo(1969);
      assertThat(seen.verdict().dooms()).isFalse();
      assertThat(isOpen(connection)).isTrue();
      connection.commit();
      assertThat(shop.has(100)).isTrue();
    }
  }

  @ForEachVendor
  void duplicateKeyIsTheStatementsOwn(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor);
        PreparedStatement batch = connection.prepareStatement("insert into item values (?, 1)")) {
      update(connection, "insert into item values (100, 1)");

      Seen seen =
          Seen.in(IN_TRANSACTION, () -> update(connection, "insert into item values (100, 2)"))
              .says(vendor, 1062, "23000", SQLIntegrityConstraintViolationException.class)
              .means(FAIL, Cause.OTHER)
              .keepsTheConnection();
      assertThat(seen.verdict().dooms()).isFalse();

      for (int id : new int[] {101, 102, 101}) {
        batch.setInt(1, id);
        batch.addBatch();
      }
      Seen.in(IN_TRANSACTION, batch::executeBatch)
          .says(vendor, 1062, "23000", BatchUpdateException.class)
          .means(FAIL, Cause.OTHER)
          .keepsTheConnection();
      connection.commit();
      assertThat(shop.has(100)).isTrue();
    }
  }

  @ForEachVendor
  void wrongStatementIsItsOwn(Vendor vendor) throws Exception {
    try (Connection connection = open(vendor)) {
      Seen.in(AUTOCOMMIT_READ, () -> value(connection, "select from item"))
          .says(vendor, 1064, "42000", SQLSyntaxErrorException.class)
          .means(FAIL, Cause.OTHER)
          .keepsTheConnection();
    }
  }

  @Test
  void packetThatConnectorJDoesNotEvenSend() throws Exception {
    try (Connection connection = begin(Vendor.MYSQL)) {
      Seen seen = tooLarge(connection).means(FAIL, Cause.OTHER);

      assertThat(seen.failure().vendorCode()).isZero();
      assertThat(seen.failure().sqlState()).isEqualTo("S1000");
      assertThat((Throwable) seen.thrown()).isInstanceOf(PacketTooBigException.class);
      assertThat(seen.failure().linkLost()).isFalse();
      assertThat(seen.verdict().evicts()).isFalse();
    }
  }

  /**
   * The server answers 1153 and hangs up with most of it unread; the reset may overtake the answer.
   */
  @Test
  void packetThatTheServerHangsUpOn() throws Exception {
    try (Connection connection = begin(Vendor.MARIADB)) {
      Seen seen = tooLarge(connection);

      boolean answered = seen.failure().vendorCode() == 1153;
      seen.means(answered ? FAIL : RETRY, answered ? Cause.OTHER : Cause.LINK_LOST);
      assertThat(seen.failure().linkLost()).isEqualTo(!answered);
      assertThat(seen.verdict().evicts()).isTrue();
    }
  }

  private static Seen tooLarge(Connection connection) throws Exception {
    String text = "x".repeat(17 << 20);
    return Seen.in(IN_TRANSACTION, () -> value(connection, "select length('" + text + "')"));
  }
}
