package io.matapalo.router.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.matapalo.router.connection.CommitOutcomeUnknownException;
import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoutedTransactionTest {

  private static final List<Aside> ASIDES =
      List.of(
          new Aside("getWarnings", Connection::getWarnings),
          new Aside("createBlob", Connection::createBlob),
          new Aside("getNetworkTimeout", Connection::getNetworkTimeout),
          new Aside("getCatalogs", connection -> connection.getMetaData().getCatalogs()));

  private final FakeCluster cluster = new FakeCluster();
  private final RoutedConnection connection = cluster.connection();

  private interface ConnectionCall {
    void on(Connection connection) throws SQLException;
  }

  private record Aside(String method, ConnectionCall call) {}

  private static SQLException linkLost() {
    return new SQLNonTransientConnectionException("Communications link failure", "08S01", 0);
  }

  private static SQLException deadlock() {
    return new SQLException("Deadlock found", "40001", 1213);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void holdsNoPhysicalConnectionUntilOneIsNeeded() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.commit();
    connection.close();
    assertThat(cluster.journal).isEmpty();
  }

  @Test
  void appliesTheSessionBeforeTheFirstStatement() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setCatalog("shop");
    run("one");
    assertThat(cluster.told())
        .containsExactly(
            "a1.open",
            "a1.setTransactionIsolation(2)",
            "a1.setCatalog(shop)",
            "a1.setAutoCommit(false)",
            "a1.createStatement",
            "a1.executeUpdate(one)",
            "a1.close");
    connection.commit();
    run("two");
    assertThat(cluster.told())
        .containsExactly("a1.commit", "a1.createStatement", "a1.executeUpdate(two)", "a1.close");
  }

  @Test
  void staysOnItsNodeUntilItEnds() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.routes("b", "b");
    run("two");
    connection.commit();
    run("three");
    assertThat(cluster.journal)
        .contains("a1.executeUpdate(one)", "a1.executeUpdate(two)", "a1.commit")
        .contains("b1.executeUpdate(three)");
  }

  @Test
  void readingAndWritingTransactionsGoToTheirNodes() throws SQLException {
    cluster.routes("b,a", "a");
    connection.setAutoCommit(false);
    run("write");
    connection.commit();
    connection.setReadOnly(true);
    run("read");
    connection.commit();
    connection.setReadOnly(false);
    run("write again");
    assertThat(cluster.journal)
        .contains("a1.executeUpdate(write)", "b1.setReadOnly(true)", "b1.executeUpdate(read)")
        .contains("a1.executeUpdate(write again)")
        .doesNotContain("b1.giveBack", "a2.open");
  }

  /** The statement alone is at fault, neither its link nor its node. */
  @Test
  void aWriteThatIsRefusedInAReadingTransactionCostsNoConnection() throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    run("read");
    cluster.physical("a1").failing("executeUpdate", new SQLException("READ ONLY", "25006", 1792));
    assertThatThrownBy(() -> run("write")).hasMessage("READ ONLY");
    run("read again");
    connection.commit();
    assertThat(cluster.journal).contains("a1.executeUpdate(read again)", "a1.commit");
    assertThat(cluster.suspected).isEmpty();
  }

  @Test
  void aPoolsConnectionGoesBackWhenTheNodeIsLeft() throws SQLException {
    cluster.pooled().routes("b,a", "a");
    connection.setAutoCommit(false);
    run("write");
    connection.commit();
    connection.setReadOnly(true);
    cluster.told();
    run("read");
    assertThat(cluster.told()).startsWith("b1.open").contains("a1.giveBack");
    connection.close();
    assertThat(cluster.told()).containsExactly("b1.rollback", "b1.giveBack");
  }

  /** Nothing was sent, so that the unit of work may run again when there is a node. */
  @Test
  void aTransactionThatFoundNoNodeMayRunAgain() throws SQLException {
    cluster.routes("", "");
    SQLTransientConnectionException thrown =
        catchThrowableOfType(SQLTransientConnectionException.class, () -> run("one"));
    TransactionState state = connection.unwrap(TransactionState.class);
    assertThat(state.failureOf(thrown))
        .hasValueSatisfying(failure -> {
          assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
          assertThat(Classification.of(failure).mayRunAgain()).isTrue();
        });
  }

  /** A pool's connection that is given back after it was thrown away breaks in the pool's hands. */
  @Test
  void whatWasThrownAwayIsNotGivenBack() throws SQLException {
    AskedGate gate = new AskedGate();
    RoutedConnection marked = cluster.pooled().with(gate).connection();
    marked.setAutoCommit(false);
    try (Statement statement = marked.createStatement()) {
      statement.executeUpdate("one");
    }
    marked.commit();
    gate.failsAt = "a";
    try (Statement statement = marked.createStatement()) {
      statement.executeUpdate("two");
    }
    assertThat(cluster.journal)
        .contains("a1.discard", "b1.executeUpdate(two)")
        .doesNotContain("a1.giveBack");
  }

  /** Everything is fresh, but at one node the question breaks the link. Single-threaded. */
  private static final class AskedGate implements FreshnessGate {
    private String failsAt = "";

    @Override
    public void opened(Connection physical, NodeStatus node) {}

    @Override
    public Freshness ensure(Connection physical, NodeStatus node, Intent intent)
        throws SQLException {
      if (node.node().name().equals(failsAt)) {
        throw linkLost();
      }
      return Freshness.FRESH;
    }

    @Override
    public Freshness ensureWithin(
        Duration longest, Connection physical, NodeStatus node, Intent intent) throws SQLException {
      return ensure(physical, node, intent);
    }

    @Override
    public void written(Connection physical, NodeStatus node) {}

    @Override
    public void read(Connection physical, NodeStatus node) {}

    @Override
    public void closed(Connection physical) {}
  }

  @Test
  void setReadOnlyWithinATransactionIsRefused() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    assertThatThrownBy(() -> connection.setReadOnly(true))
        .hasMessageContaining("setReadOnly during a transaction is refused");
    assertThat(connection.isReadOnly()).isFalse();
  }

  @Test
  void anotherNodeIsTriedBeforeTheFirstStatement() throws SQLException {
    cluster.unreachable("a", linkLost());
    run("one");
    assertThat(cluster.journal).contains("b1.executeUpdate(one)");
    assertThat(cluster.suspected).containsExactly("a");
  }

  /** A unit of work is broken off so at its deadline, also while it waits for a connection. */
  @Test
  void anAbortReachesAConnectionThatIsJustBeingOpened() {
    cluster.whileBorrowing(() -> {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
    assertThatThrownBy(() -> run("one"))
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessage("the connection was aborted while a node was looked for");
    assertThat(cluster.journal)
        .contains("a1.discard")
        .doesNotContain("a1.executeUpdate(one)", "b1.open");
  }

  @Test
  void whenNoNodeTakesItEachIsNamedWithItsReason() {
    cluster.unreachable("a", linkLost()).unreachable("b", linkLost()).lost("c").routes("", "a,b");
    assertThatThrownBy(() -> run("one"))
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("a: Communications link failure (0/08S01)")
        .hasMessageContaining("b: Communications link failure (0/08S01)")
        .hasMessageContaining("c: does not answer");
  }

  @Test
  void aWrongPasswordIsHandedUpAsItIs() {
    SQLException denied = new SQLException("Access denied", "28000", 1045);
    cluster.unreachable("a", denied).unreachable("b", denied).unreachable("c", denied);
    assertThatThrownBy(() -> run("one")).isSameAs(denied);
  }

  @Test
  void neverGoesOnElsewhereWhenTheLinkBreaks() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    SQLException lost = linkLost();
    cluster.physical("a1").failing("executeUpdate", lost);
    assertThatThrownBy(() -> run("two")).isSameAs(lost);
    assertThatThrownBy(() -> run("three")).hasMessageContaining("can only be rolled back");
    assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
    connection.rollback();
    run("four");
    assertThat(cluster.journal)
        .contains("a1.discard", "a2.executeUpdate(four)")
        .doesNotContain("a1.rollback", "a1.commit", "b1.open");
  }

  @Test
  void aSwallowedDeadlockDoomsTheTransaction() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.physical("a1").failing("executeUpdate", deadlock());
    assertThatThrownBy(() -> run("two")).hasMessage("Deadlock found");
    assertThatThrownBy(() -> run("three"))
        .hasMessageContaining("node a")
        .hasMessageContaining("1213");
    assertThatThrownBy(() -> connection.setAutoCommit(true)).hasMessageContaining("rolled back");
    assertThat(state().doomedBy().orElseThrow().vendorCode()).isEqualTo(1213);
    connection.rollback();
    run("four");
    connection.commit();
    assertThat(cluster.journal)
        .contains("a1.rollback", "a1.executeUpdate(four)", "a1.commit")
        .doesNotContain("a1.executeUpdate(three)");
  }

  /** Drivers ask the server for some getters; what it refused came up as if nothing had ended. */
  @Test
  void whatFailsBesideStatementsIsJudgedAsTheyAre() throws SQLException {
    connection.setAutoCommit(false);
    for (Aside aside : ASIDES) {
      run("one");
      physical().failing(aside.method(), new SQLException("not prepared", "08S01", 1047));
      assertThatThrownBy(() -> aside.call().on(connection)).hasMessage("not prepared");
      assertThat(state().doomedBy().orElseThrow().vendorCode()).as(aside.method()).isEqualTo(1047);
      assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
      connection.rollback();
    }
    assertThat(cluster.suspected).hasSize(ASIDES.size()).containsOnly("a");
  }

  /** The connection that is open now: each failure costs the one before. */
  private FakeConnection physical() {
    long opened = cluster.journal.stream().filter(line -> line.endsWith(".open")).count();
    return cluster.physical("a" + opened);
  }

  @Test
  void aLostAnswerToCommitIsAnUnknownOutcome() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    SQLException lost = linkLost();
    cluster.physical("a1").failing("commit", lost);
    SQLException thrown = catchThrowableOfType(SQLException.class, connection::commit);
    assertThat((Throwable) thrown).isInstanceOf(CommitOutcomeUnknownException.class).hasCause(lost);
    assertThat(thrown.getSQLState()).isEqualTo("08007");
    assertThat(state().failureOf(thrown).orElseThrow().phase()).isEqualTo(Phase.COMMIT);
    run("two");
    assertThat(cluster.journal).contains("a1.discard", "a2.executeUpdate(two)");
  }

  @Test
  void aLostAnswerToAnAutocommitWriteIsAnUnknownOutcome() throws SQLException {
    run("one");
    cluster.physical("a1").failing("executeUpdate", linkLost());
    assertThatThrownBy(() -> run("two")).isInstanceOf(CommitOutcomeUnknownException.class);
    connection.setReadOnly(true);
    run("three");
    cluster.physical("a2").failing("executeQuery", linkLost());
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("four"))
          .isNotInstanceOf(CommitOutcomeUnknownException.class);
    }
  }

  @Test
  void aFailedCommitMustBeRolledBackBeforeTheNextStatement() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.physical("a1").failing("commit", deadlock());
    assertThatThrownBy(connection::commit).hasMessage("Deadlock found");
    assertThatThrownBy(() -> run("two")).hasMessageContaining("can only be rolled back");
    connection.rollback();
    run("three");
    assertThat(cluster.journal).contains("a1.rollback", "a1.executeUpdate(three)");
  }

  @Test
  void aServerThatHasRolledBackAlreadyIsNoErrorAtRollback() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.physical("a1").failing("rollback", deadlock());
    connection.rollback();
    run("two");
    assertThat(cluster.journal).contains("a1.executeUpdate(two)").doesNotContain("a1.discard");
  }

  @Test
  void aFailedRollbackDiscardsTheConnection() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.physical("a1").failing("rollback", new SQLException("odd", "HY000", 1105));
    assertThatThrownBy(connection::rollback).hasMessage("odd");
    assertThat(cluster.journal).contains("a1.discard");
  }

  @Test
  void closingRollsBackAndGivesBack() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.told();
    connection.close();
    connection.close();
    assertThat(cluster.told()).containsExactly("a1.rollback", "a1.giveBack");
    assertThat(connection.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement).hasMessage("the connection is closed");
  }

  @Test
  void closingABrokenOneDiscardsIt() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.physical("a1").failing("executeUpdate", linkLost());
    assertThatThrownBy(() -> run("two")).isInstanceOf(SQLException.class);
    cluster.told();
    connection.close();
    assertThat(cluster.told()).containsExactly("a1.discard");
  }

  @Test
  void commitAndRollbackUnderAutocommitAreRefused() {
    assertThatThrownBy(connection::commit).hasMessageContaining("setAutoCommit(false)");
    assertThatThrownBy(connection::rollback).hasMessageContaining("setAutoCommit(false)");
  }

  @Test
  void turningAutocommitOnCommits() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    connection.setAutoCommit(true);
    run("two");
    assertThat(cluster.journal)
        .containsSubsequence(
            "a1.executeUpdate(one)",
            "a1.commit",
            "a1.setAutoCommit(true)",
            "a1.executeUpdate(two)");
  }

  @Test
  void aStatementFollowsToAnotherNode() throws SQLException {
    PreparedStatement kept = connection.prepareStatement("insert");
    kept.setFetchSize(7);
    kept.executeUpdate();
    cluster.routes("b", "b").told();
    kept.setInt(1, 5);
    kept.executeUpdate();
    assertThat(cluster.told())
        .containsExactly(
            "b1.open",
            "b1.prepareStatement(insert)",
            "b1.setFetchSize(7)",
            "a1.close",
            "b1.setInt(1, 5)",
            "b1.executeUpdate");
  }

  @Test
  void aStatementWithValuesFromAnotherNodeIsRefused() throws SQLException {
    PreparedStatement kept = connection.prepareStatement("insert");
    kept.setInt(1, 5);
    kept.executeUpdate();
    cluster.routes("b", "b");
    assertThatThrownBy(kept::executeUpdate)
        .hasMessageContaining("made on node a")
        .hasMessageContaining("runs on node b");
  }

  private TransactionState state() throws SQLException {
    return connection.unwrap(TransactionState.class);
  }
}
