package io.matapalo.router.failures;

import static io.matapalo.router.failures.Session.awaitGone;
import static io.matapalo.router.failures.Session.awaitState;
import static io.matapalo.router.failures.Session.id;
import static io.matapalo.router.failures.Session.kill;
import static io.matapalo.router.failures.Session.start;
import static io.matapalo.router.failures.Session.until;
import static io.matapalo.router.failures.Session.update;
import static io.matapalo.router.failures.Session.value;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_READ;
import static io.matapalo.router.retry.Phase.AUTOCOMMIT_WRITE;
import static io.matapalo.router.retry.Phase.COMMIT;
import static io.matapalo.router.retry.Phase.CONNECT;
import static io.matapalo.router.retry.Phase.IN_TRANSACTION;
import static io.matapalo.router.retry.Phase.ROLLBACK;
import static io.matapalo.router.retry.Verdict.Action.FAIL;
import static io.matapalo.router.retry.Verdict.Action.OUTCOME_UNKNOWN;
import static io.matapalo.router.retry.Verdict.Action.RETRY;
import static io.matapalo.router.retry.Verdict.Action.RETRY_ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import io.matapalo.router.retry.Cause;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import io.matapalo.testkit.server.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection is killed, cut or refused: both drivers say the same of a commit that is stored
 * and of one that is not, and the phase alone tells what may be repeated.
 */
final class LinkFailuresIT {

  private static final Duration STRIKE_DEADLINE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static MariaDb server;
  private static Shop shop;
  private static Connection administrator;
  private static FaultRelay relay;

  @BeforeAll
  static void startServer() throws SQLException {
    server = MariaDb.start(ServerConfig.inFolder(folder));
    shop = Shop.in(server);
    administrator = shop.administrator();
    relay = FaultRelay.toPort(server.port());
  }

  @AfterAll
  static void stopServer() throws SQLException {
    relay.close();
    shop.close();
    server.close();
  }

  @BeforeEach
  void reset() throws SQLException {
    relay.forget();
    shop.reset();
  }

  private static Connection begin(Vendor vendor) throws SQLException {
    return vendor.begin(Shop.login(server), relay.port());
  }

  /** With row 100 inserted and not committed. */
  private static Connection beginWithRow(Vendor vendor) throws SQLException {
    Connection connection = begin(vendor);
    update(connection, "insert into item values (100, 1)");
    return connection;
  }

  private static Connection open(Vendor vendor) throws SQLException {
    return vendor.open(Shop.login(server), relay.port());
  }

  private static Seen saysLinkLost(Seen seen, Vendor vendor) {
    return seen.says(
        vendor,
        vendor.says(0, -1),
        vendor.says("08S01", "08000"),
        vendor.says(CommunicationsException.class, SQLNonTransientConnectionException.class));
  }

  private static Seen commitIsUnknown(Connection connection, Vendor vendor) {
    return saysLinkLost(Seen.in(COMMIT, connection::commit), vendor)
        .means(OUTCOME_UNKNOWN, Cause.LINK_LOST);
  }

  @ForEachVendor
  void killedBeforeAStatement(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      kill(administrator, id(connection));

      saysLinkLost(
              Seen.in(IN_TRANSACTION, () -> update(connection, "insert into item values (101, 1)")),
              vendor)
          .means(RETRY, Cause.LINK_LOST)
          .dooms()
          .evicts();

      // From then on the driver itself refuses.
      Seen.in(IN_TRANSACTION, () -> update(connection, "insert into item values (102, 1)"))
          .says(
              vendor,
              vendor.says(0, 1220),
              vendor.says("08003", "08000"),
              SQLNonTransientConnectionException.class)
          .means(RETRY, Cause.LINK_LOST);
      Seen.in(ROLLBACK, connection::rollback).means(RETRY, Cause.LINK_LOST).evicts();
      assertThat(shop.has(100)).isFalse();
    }
  }

  @ForEachVendor
  void killedBeforeCommit(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      kill(administrator, id(connection));

      commitIsUnknown(connection, vendor).evicts();
      assertThat(shop.has(100)).isFalse();
    }
  }

  @ForEachVendor
  void killedDuringCommit(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      long id = id(connection);
      update(administrator, "flush tables with read lock");
      try {
        FutureTask<Seen> seen = start(() -> Seen.in(COMMIT, connection::commit));
        awaitState(administrator, id, "Waiting for backup lock");
        kill(administrator, id);

        saysLinkLost(seen.get(), vendor).means(OUTCOME_UNKNOWN, Cause.LINK_LOST).evicts();
      } finally {
        update(administrator, "unlock tables");
      }
      assertThat(shop.has(100)).isFalse();
    }
  }

  /** Connector/J makes 08007 of it, for what is no question: nothing of it is stored. */
  @ForEachVendor
  void killedBeforeRollback(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      kill(administrator, id(connection));

      Seen.in(ROLLBACK, connection::rollback)
          .says(
              vendor,
              vendor.says(0, -1),
              vendor.says("08007", "08000"),
              SQLNonTransientConnectionException.class)
          .means(RETRY, Cause.LINK_LOST)
          .evicts();
      assertThat(shop.has(100)).isFalse();
    }
  }

  /** The same words as for a commit that never arrived; and it is stored. */
  @ForEachVendor
  void answerToCommitIsLost(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      relay.onNext(CommandMatcher.commit(), Fault.LOSE_ANSWER);

      commitIsUnknown(connection, vendor).evicts();
      assertThat(shop.has(100)).isTrue();
    }
  }

  @ForEachVendor
  void commitIsCutOffOnItsWay(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      relay.onNext(CommandMatcher.commit(), Fault.CUT_BEFORE);

      commitIsUnknown(connection, vendor).evicts();
      assertThat(shop.has(100)).isFalse();
    }
  }

  /** Why a look into the table does not settle it: the commit arrives after the look. */
  @ForEachVendor
  void commitArrivesLate(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      PlannedFault held = relay.onNext(CommandMatcher.commit(), Fault.HOLD_COMMAND);

      commitIsUnknown(connection, vendor);

      assertThat(shop.has(100)).isFalse();
      assertThat(held.awaitStrike(STRIKE_DEADLINE)).isTrue();
      assertThat(held.release()).isTrue();
      assertThat(shop.has(100)).isTrue();
    }
  }

  @ForEachVendor
  void answerToAnAutocommitWriteIsLost(Vendor vendor) throws Exception {
    try (Connection connection = open(vendor)) {
      relay.onNext(CommandMatcher.query("insert"), Fault.LOSE_ANSWER);

      saysLinkLost(
              Seen.in(
                  AUTOCOMMIT_WRITE, () -> update(connection, "insert into item values (100, 1)")),
              vendor)
          .means(OUTCOME_UNKNOWN, Cause.LINK_LOST)
          .evicts();
      assertThat(shop.has(100)).isTrue();
    }
  }

  @ForEachVendor
  void answerWithinATransactionIsLost(Vendor vendor) throws Exception {
    try (Connection connection = begin(vendor)) {
      long id = id(connection);
      relay.onNext(CommandMatcher.query("insert"), Fault.LOSE_ANSWER);

      saysLinkLost(
              Seen.in(IN_TRANSACTION, () -> update(connection, "insert into item values (100, 1)")),
              vendor)
          .means(RETRY, Cause.LINK_LOST)
          .dooms()
          .evicts();
      awaitGone(administrator, id);
      assertThat(shop.has(100)).isFalse();
    }
  }

  @ForEachVendor
  void readUnderAutocommitMayRunAgain(Vendor vendor) throws Exception {
    try (Connection connection = open(vendor)) {
      relay.onNext(CommandMatcher.query("select v"), Fault.LOSE_ANSWER);

      saysLinkLost(
              Seen.in(AUTOCOMMIT_READ, () -> value(connection, "select v from item where id = 1")),
              vendor)
          .means(RETRY, Cause.LINK_LOST)
          .evicts();
    }
  }

  /** Nobody tells: only the driver's own time-out does, and that is a lost link too. */
  @ForEachVendor
  void nodeIsSilent(Vendor vendor) throws Exception {
    try (Connection connection = beginWithRow(vendor)) {
      connection.setNetworkTimeout(Runnable::run, 300);
      relay.onNext(CommandMatcher.commit(), Fault.BLACKHOLE);

      commitIsUnknown(connection, vendor).evicts();
    } finally {
      relay.heal();
      relay.cut();
    }
  }

  @ForEachVendor
  void nobodyListens(Vendor vendor) throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    Seen.in(CONNECT, () -> vendor.open(Shop.login(server), port).close())
        .says(
            vendor,
            0,
            vendor.says("08S01", "08000"),
            vendor.says(CommunicationsException.class, SQLNonTransientConnectionException.class))
        .means(RETRY_ELSEWHERE, Cause.LINK_LOST)
        .evicts();
  }

  @ForEachVendor
  void wrongPasswordIsNoReasonToTryAnotherNode(Vendor vendor) {
    Login wrong = new Login(server.user(), "wrong");

    Seen seen =
        Seen.in(CONNECT, () -> vendor.open(wrong, server.port()).close()).means(FAIL, Cause.OTHER);
    assertThat(seen.failure().vendorCode()).isEqualTo(1045);
  }

  @ForEachVendor
  void tooManyConnections(Vendor vendor) throws Exception {
    List<Connection> open = new ArrayList<>();
    long before = Long.parseLong(value(administrator, "select @@global.max_connections"));
    update(administrator, "set global max_connections = 10");
    try {
      Seen.in(
              CONNECT,
              () -> {
                for (int i = 0; i <= 10; i++) {
                  open.add(vendor.open(Shop.login(server), server.port()));
                }
              })
          .says(vendor, 1040, "08004", SQLNonTransientConnectionException.class)
          .means(RETRY, Cause.OVERLOAD);
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
      update(administrator, "set global max_connections = " + before);
    }
  }

  /** Of a server that shuts down: what a busy connection, an idle one and a new one are told. */
  @ForEachVendor
  void serverShutsDown(Vendor vendor, @TempDir Path other) throws Exception {
    MariaDb leaving = MariaDb.start(ServerConfig.inFolder(other));
    try (Shop itsShop = Shop.in(leaving);
        Connection busy = vendor.begin(Shop.login(leaving), leaving.port());
        Connection idle = vendor.begin(Shop.login(leaving), leaving.port())) {
      update(idle, "insert into item values (100, 1)");
      long id = id(busy);
      FutureTask<Seen> seen =
          start(() -> Seen.in(IN_TRANSACTION, () -> value(busy, "select sleep(60)")));
      awaitState(itsShop.administrator(), id, "User sleep");
      update(itsShop.administrator(), "shutdown");
      until(() -> !leaving.isAlive());

      // The server hangs up on both without a word; 1053 is not seen.
      saysLinkLost(seen.get(), vendor).means(RETRY, Cause.LINK_LOST).dooms().evicts();
      saysLinkLost(Seen.in(COMMIT, idle::commit), vendor)
          .means(OUTCOME_UNKNOWN, Cause.LINK_LOST)
          .evicts();
      Seen.in(CONNECT, () -> vendor.open(Shop.login(leaving), leaving.port()).close())
          .means(RETRY_ELSEWHERE, Cause.LINK_LOST);
    } finally {
      leaving.close();
    }
  }
}
