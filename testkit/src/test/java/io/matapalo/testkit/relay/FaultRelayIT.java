package io.matapalo.testkit.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults at the phases of a commit, on a real server. */
@Timeout(300)
class FaultRelayIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static MariaDb server;

  private FaultRelay relay;

  @BeforeAll
  static void startServer() throws Exception {
    Path folder = Path.of("target", "servers", "fault-relay").toAbsolutePath();
    CacheEntry.delete(folder);
    server = MariaDb.start(ServerConfig.inFolder(Files.createDirectories(folder)));
    server.createDatabase("shop");
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table t (id int primary key)");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startRelay() throws Exception {
    relay = FaultRelay.toPort(server.port());
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("delete from t");
    }
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  private static Connection direct() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("shop"), server.user(), server.password());
  }

  private Connection relayed() throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl("shop", relay.port()).replace("socketTimeout=60000", "socketTimeout=1000"),
        server.user(),
        server.password());
  }

  private static long rows() throws SQLException {
    try (Connection connection = direct();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from t")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Inserts a row and commits, which must fail. */
  private void failAtCommit() throws SQLException {
    Connection connection = relayed();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into t values (1)");
    }
    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    connection.abort(Runnable::run);
  }

  private static void awaitRows(long count) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (rows() != count && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(rows()).isEqualTo(count);
  }

  @Test
  void withoutFaultEverythingPasses() throws Exception {
    String long16 = "x".repeat(17_000_000);
    try (Connection connection = relayed();
        Statement statement = connection.createStatement()) {
      String values =
          IntStream.range(0, 700).mapToObj(id -> "(" + id + ")").collect(Collectors.joining(","));
      statement.executeUpdate("insert into t values " + values);
      try (ResultSet all = statement.executeQuery("select id from t order by id")) {
        int expected = 0;
        while (all.next()) {
          assertThat(all.getInt(1)).isEqualTo(expected++);
        }
        assertThat(expected).isEqualTo(700);
      }
      assertThatThrownBy(() -> statement.executeQuery("select length('" + long16 + "')"))
          .as("more than the server takes, in two packets")
          .isInstanceOf(SQLException.class);
      assertThat(relay.connections()).isEqualTo(1);
    }
    awaitNoConnection();
  }

  private void awaitNoConnection() throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (relay.connections() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(relay.connections()).isZero();
  }

  @Test
  void cutBeforeCommitLosesTheTransaction() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.CUT_BEFORE);

    failAtCommit();

    assertThat(fault.hasStruck()).isTrue();
    assertThat(fault.command().orElseThrow().text()).isEqualToIgnoringCase("commit");
    awaitRows(0);
    awaitNoConnection();
  }

  @Test
  void lostAnswerLeavesTheTransactionCommitted() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.LOSE_ANSWER);

    failAtCommit();

    assertThat(fault.awaitStrike(SOON)).isTrue();
    assertThat(rows()).isOne();
    awaitNoConnection();
  }

  @Test
  void lostAnswerOfAnAutocommitStatementIsOfThatStatement() throws Exception {
    relay.onNext(CommandMatcher.query("values \\(2\\)"), Fault.LOSE_ANSWER);
    try (Connection connection = relayed();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into t values (1)");
      assertThatThrownBy(() -> statement.executeUpdate("insert into t values (2)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void cutInFlightEndsTheConnectionWhateverTheServerDid() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.CUT_IN_FLIGHT);

    failAtCommit();

    assertThat(fault.hasStruck()).isTrue();
    assertThat(rows()).isBetween(0L, 1L);
    awaitNoConnection();
  }

  /** What the caller takes for lost is still on its way. */
  @Test
  void heldCommitArrivesWhenReleased() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.HOLD_COMMAND);

    failAtCommit();
    assertThat(rows()).isZero();

    assertThat(fault.release()).isTrue();
    assertThat(rows()).isOne();
    awaitNoConnection();
  }

  @Test
  void blackholedCommitArrivesWhenHealed() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.BLACKHOLE);
    try (Connection connection =
        DriverManager.getConnection(
            server.jdbcUrl("shop", relay.port()), server.user(), server.password())) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("insert into t values (1)");
      }
      CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> commit(connection));
      assertThat(fault.awaitStrike(SOON)).isTrue();
      assertThat(rows()).isZero();
      assertThat(commit).isNotDone();

      relay.heal();
      commit.get(10, TimeUnit.SECONDS);
      assertThat(rows()).isOne();
    }
  }

  @Test
  void heldAnswerOfAChosenCommandArrivesWhenHealed() throws Exception {
    List<String> passed = new CopyOnWriteArrayList<>();
    CommandMatcher second =
        CommandMatcher.where(
            command -> {
              passed.add(command.text());
              return passed.size() == 2;
            },
            "the second");
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl("shop", relay.port()), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      PlannedFault fault = relay.onNext(second, Fault.HOLD_ANSWER);
      insertNext(statement);
      CompletableFuture<Void> held = CompletableFuture.runAsync(() -> insertNext(statement));
      assertThat(fault.awaitStrike(SOON)).isTrue();
      assertThat(rows()).as("the server has done it").isEqualTo(2);
      assertThat(held).isNotDone();

      relay.heal();
      held.get(10, TimeUnit.SECONDS);
      insertNext(statement);
      assertThat(passed).as("of each command, until the fault struck").hasSize(2);
    }
  }

  private static void insertNext(Statement statement) {
    try {
      statement.executeUpdate("insert into t select coalesce(max(id), 0) + 1 from t");
    } catch (SQLException e) {
      throw new IllegalStateException("insert failed", e);
    }
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("commit failed", e);
    }
  }

  @Test
  void blackholeOfAllHoldsNewConnectionsToo() throws Exception {
    try (Connection before = relayed()) {
      relay.blackhole();

      assertThatThrownBy(() -> relayed().close()).isInstanceOf(SQLException.class);
      assertThat(before.isValid(1)).isFalse();
    }
    relay.heal();
    try (Connection after = relayed()) {
      assertThat(after.isValid(30)).isTrue();
    }
  }

  @Test
  void refusedConnectionIsReset() throws Exception {
    try (Connection before = relayed()) {
      relay.refuse();

      assertThatThrownBy(() -> relayed().close()).isInstanceOf(SQLException.class);
      assertThat(before.isValid(30)).as("those that are open").isTrue();
      relay.accept();
      try (Connection after = relayed()) {
        assertThat(after.isValid(30)).isTrue();
      }
      assertThat(relay.cut()).isPositive();
      assertThat(before.isValid(1)).isFalse();
    }
  }

  @Test
  void faultStrikesOnTheChosenConnectionOnce() throws Exception {
    try (Connection one = relayed()) {
      int chosen = relay.lastConnection();
      try (Connection two = relayed()) {
        PlannedFault fault =
            relay.onNext(CommandMatcher.query("select 1").onConnection(chosen), Fault.CUT_BEFORE);
        try (Statement statement = two.createStatement()) {
          assertThat(statement.execute("select 1")).isTrue();
        }
        assertThat(fault.hasStruck()).isFalse();
        try (Statement statement = one.createStatement()) {
          assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        }
        assertThat(fault.hasStruck()).isTrue();
        assertThat(two.isValid(30)).isTrue();
      }
    }
  }

  @Test
  void relayGoesTogetherWithDelay() throws Exception {
    try (DelayRelay delay = DelayRelay.toPort(server.port());
        FaultRelay both = FaultRelay.toPort(delay.port())) {
      delay.roundTrip(Duration.ofMillis(20));
      both.onNext(CommandMatcher.query("select 2"), Fault.CUT_BEFORE);
      try (Connection connection =
              DriverManager.getConnection(
                  server.jdbcUrl("shop", both.port()), server.user(), server.password());
          Statement statement = connection.createStatement()) {
        long start = System.nanoTime();
        assertThat(statement.execute("select 1")).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(19).toNanos());
        assertThatThrownBy(() -> statement.execute("select 2")).isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void clientWithTlsOrCompressionIsTurnedAway() throws IOException {
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                    server.jdbcUrl("shop", relay.port()) + "&useCompression=true",
                    server.user(),
                    server.password())
                .close())
        .isInstanceOf(SQLException.class)
        .isNotInstanceOf(SQLTransientConnectionException.class);
  }
}
