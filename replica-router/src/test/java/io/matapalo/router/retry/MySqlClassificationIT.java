package io.matapalo.router.retry;

import static io.matapalo.router.mysql.RealMySql.asked;
import static io.matapalo.router.mysql.RealMySql.update;
import static io.matapalo.router.retry.MySqlFailures.says;
import static io.matapalo.router.retry.MySqlFailures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.retry.MySqlFailures.Vendor;
import io.matapalo.router.retry.Verdict.Action;
import io.matapalo.testkit.mysql.MySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of the table that one real MySQL server can give, with both drivers. */
@Tag("deep")
final class MySqlClassificationIT {
  private static MySql server;

  @BeforeAll
  static void start() {
    server = MySql.start(RealMySql.config("failures"));
    server.createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void twoRows() throws SQLException {
    update(
        server,
        "drop table if exists stock",
        "create table stock (id int primary key, n int)",
        "insert into stock values (1, 0), (2, 0)");
  }

  /** 40001 from Connector/J, as after a deadlock; but the transaction is still open. */
  @ParameterizedTest
  @EnumSource
  void lockWaitTakesBackTheStatementOnly(Vendor vendor) throws SQLException {
    try (Connection holder = vendor.begin(server);
        Connection waiter = vendor.begin(server)) {
      update(holder, "update stock set n = 1 where id = 1");
      update(waiter, "set innodb_lock_wait_timeout = 1", "update stock set n = 2 where id = 2");

      SQLException thrown = thrownBy(() -> update(waiter, "update stock set n = 2 where id = 1"));

      says(thrown, 1205, vendor == Vendor.CONNECTOR_J ? "40001" : "HY000");
      assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION))
          .isEqualTo(new Verdict(Action.RETRY, Cause.LOCK_WAIT, true, false, false));
      assertThat(asked(waiter, "select n from stock where id = 2")).hasValue("2");
      waiter.rollback();
      assertThat(asked(waiter, "select n from stock where id = 2")).hasValue("0");
      holder.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noWaitIsALockWait(Vendor vendor) throws SQLException {
    try (Connection holder = vendor.begin(server);
        Connection hurried = vendor.begin(server)) {
      update(holder, "update stock set n = 1 where id = 1");
      update(hurried, "update stock set n = 2 where id = 2");

      SQLException thrown =
          thrownBy(() -> asked(hurried, "select n from stock where id = 1 for update nowait"));

      says(thrown, 3572, "HY000");
      assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION))
          .isEqualTo(new Verdict(Action.RETRY, Cause.LOCK_WAIT, true, false, false));
      assertThat(asked(hurried, "select n from stock where id = 2")).hasValue("2");
      hurried.rollback();
      holder.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource
  void deadlockTakesBackTheTransactionOfOne(Vendor vendor) throws Exception {
    try (Connection one = vendor.begin(server);
        Connection other = vendor.begin(server);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      update(one, "update stock set n = 1 where id = 1");
      update(other, "update stock set n = 2 where id = 2");
      Future<List<SQLException>> crossed =
          thread.submit(failuresOf(() -> update(one, "update stock set n = 1 where id = 2")));
      List<SQLException> thrown =
          new ArrayList<>(
              failuresOf(() -> update(other, "update stock set n = 2 where id = 1")).call());
      thrown.addAll(crossed.get(60, TimeUnit.SECONDS));

      assertThat(thrown).hasSize(1);
      says(thrown.getFirst(), 1213, "40001");
      assertThat(vendor.verdict(thrown.getFirst(), Phase.IN_TRANSACTION))
          .isEqualTo(new Verdict(Action.RETRY, Cause.CONFLICT, true, false, false));
      one.commit();
      other.commit();
      // The winner's two, and nothing of the loser's, whose commit said nothing.
      assertThat(asked(server, "select group_concat(n order by id) from stock").orElseThrow())
          .isIn("1,1", "2,2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverThatTurnedReadOnlySendsTheWorkElsewhere(Vendor vendor) throws SQLException {
    try (Connection connection = vendor.begin(server)) {
      update(connection, "update stock set n = 5 where id = 2");
      assertThat(asked(connection, "select n from stock where id = 2")).hasValue("5");
      connection.rollback();
      server.becomeReadOnly();
      try {
        SQLException thrown =
            thrownBy(() -> update(connection, "update stock set n = 1 where id = 1"));

        says(thrown, 1290, "HY000");
        assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION))
            .isEqualTo(new Verdict(Action.RETRY_ELSEWHERE, Cause.READ_ONLY_NODE, true, true, true));
        connection.rollback();
        assertThat(asked(connection, "select n from stock where id = 1")).hasValue("0");
      } finally {
        server.becomeWritable();
      }
    }
  }

  /** What is open when the server turns read-only is refused at COMMIT, and taken back. */
  @ParameterizedTest
  @EnumSource
  void commitOnAServerThatTurnedReadOnlyIsRefused(Vendor vendor) throws SQLException {
    try (Connection connection = vendor.begin(server)) {
      update(connection, "update stock set n = 5 where id = 2");
      server.becomeReadOnly();
      SQLException thrown;
      try {
        thrown = thrownBy(connection::commit);
      } finally {
        server.becomeWritable();
      }

      says(thrown, 1290, "HY000");
      assertThat(vendor.verdict(thrown, Phase.COMMIT).action()).isEqualTo(Action.RETRY_ELSEWHERE);
      connection.rollback();
      assertThat(asked(server, "select n from stock where id = 2")).hasValue("0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void killedConnectionLostWhatWasNotCommitted(Vendor vendor) throws SQLException {
    try (Connection connection = vendor.begin(server)) {
      update(connection, "update stock set n = 5 where id = 1");
      server.administer("kill " + asked(connection, "select connection_id()").orElseThrow());

      SQLException thrown =
          thrownBy(() -> update(connection, "update stock set n = 6 where id = 1"));

      assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION))
          .as(thrown.toString())
          .isEqualTo(new Verdict(Action.RETRY, Cause.LINK_LOST, true, true, true));
      assertThat(vendor.verdict(thrown, Phase.COMMIT).action()).isEqualTo(Action.OUTCOME_UNKNOWN);
    }
    assertThat(asked(server, "select n from stock where id = 1")).hasValue("0");
  }

  /** MySQL's own code for a deadlock of user locks; as on MariaDB the transaction is open. */
  @ParameterizedTest
  @EnumSource
  void deadlockOfUserLocksLeavesTheTransactionOpen(Vendor vendor) throws Exception {
    try (Connection victim = vendor.begin(server);
        Connection holder = vendor.begin(server);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      asked(holder, "select get_lock('shop.a', 0)");
      update(victim, "update stock set n = 5 where id = 1");
      asked(victim, "select get_lock('shop.b', 0)");
      String id = asked(holder, "select connection_id()").orElseThrow();
      Future<?> waiting = thread.submit(() -> asked(holder, "select get_lock('shop.b', 60)"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              asked(
                      victim,
                      "select count(*) from performance_schema.processlist where state = 'User lock' and id = "
                          + id)
                  .equals(Optional.of("1")));

      SQLException thrown = thrownBy(() -> asked(victim, "select get_lock('shop.a', 60)"));

      says(thrown, 3058, "HY000");
      assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION))
          .isEqualTo(new Verdict(Action.RETRY, Cause.CONFLICT, true, false, false));
      assertThat(asked(victim, "select n from stock where id = 1")).hasValue("5");
      victim.rollback();
      assertThat(asked(victim, "select n from stock where id = 1")).hasValue("0");
      asked(victim, "select release_all_locks()");
      waiting.get(60, TimeUnit.SECONDS);
    }
  }

  /**
   * The server closed it before it read anything, so nothing of the statement ran. Connector/J
   * throws what the server says away before it sends, and sees a lost link.
   */
  @ParameterizedTest
  @EnumSource
  void idleConnectionThatTheServerHadClosedRanNothing(Vendor vendor) throws Exception {
    try (Connection connection = vendor.connect(server)) {
      String id = asked(connection, "select connection_id()").orElseThrow();
      update(connection, "set session wait_timeout = 1");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              asked(server, "select count(*) from information_schema.processlist where id = " + id)
                  .equals(Optional.of("0")));

      SQLException thrown =
          thrownBy(() -> update(connection, "update stock set n = 6 where id = 1"));

      says(
          thrown,
          vendor == Vendor.MARIADB ? 4031 : 0,
          vendor == Vendor.MARIADB ? "HY000" : "08S01");
      if (vendor == Vendor.MARIADB) {
        assertThat(vendor.verdict(thrown, Phase.AUTOCOMMIT_WRITE))
            .isEqualTo(new Verdict(Action.RETRY_ELSEWHERE, Cause.LINK_LOST, false, true, false));
        assertThat(vendor.verdict(thrown, Phase.COMMIT).action()).isEqualTo(Action.RETRY_ELSEWHERE);
      }
      assertThat(asked(server, "select n from stock where id = 1")).hasValue("0");
    }
  }

  private static Callable<List<SQLException>> failuresOf(MySqlFailures.Work work) {
    return () -> {
      try {
        work.run();
        return List.of();
      } catch (SQLException e) {
        return List.of(e);
      }
    };
  }
}
