package io.matapalo.router.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.router.connection.DataLossException;
import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The JDBC side of a routed connection: what is handed on, remembered, wrapped and refused. */
final class RoutedConnectionTest {

  private final FakeCluster cluster = new FakeCluster();
  private final RoutedConnection connection = cluster.connection();

  private static SQLException linkLost() {
    return new SQLNonTransientConnectionException("Communications link failure", "08S01", 0);
  }

  private static void run(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** A gate that answers by node, and remembers what it was told. */
  private static final class Gate implements FreshnessGate {
    private final Map<String, Freshness> answers;
    private final List<String> told = new ArrayList<>();
    private Freshness inTheEnd = Freshness.STALE;

    Gate(Map<String, Freshness> answers) {
      this.answers = answers;
    }

    @Override
    public void opened(Connection physical, NodeStatus node) {}

    @Override
    public Freshness ensure(Connection physical, NodeStatus node, Intent intent) {
      return answers.getOrDefault(node.node().name(), Freshness.FRESH);
    }

    @Override
    public Freshness ensureWithin(
        Duration longest, Connection physical, NodeStatus node, Intent intent) {
      told.add("waited " + longest.toMillis() + " ms for " + node.node().name());
      return inTheEnd;
    }

    @Override
    public void written(Connection physical, NodeStatus node) throws SQLException {
      told.add("written " + node.node().name());
      if (answers.containsKey("broken")) {
        throw linkLost();
      }
    }

    @Override
    public void read(Connection physical, NodeStatus node) {
      told.add("read " + node.node().name());
    }

    @Override
    public void closed(Connection physical) {}
  }

  @Test
  void aNodeThatIsNotFreshIsPassedOver() throws SQLException {
    Gate gate = new Gate(Map.of("a", FreshnessGate.Freshness.STALE));
    try (RoutedConnection marked = cluster.with(gate).connection()) {
      run(marked, "one");
    }
    assertThat(cluster.journal).contains("b1.executeUpdate(one)");
    assertThat(cluster.suspected).isEmpty();
  }

  @Test
  void lostDataAreTold() throws SQLException {
    Gate gate = new Gate(Map.of("a", FreshnessGate.Freshness.LOST));
    try (RoutedConnection marked = cluster.with(gate).connection()) {
      assertThatThrownBy(() -> run(marked, "one"))
          .isInstanceOf(DataLossException.class)
          .hasMessageContaining("node a");
    }
  }

  private static Gate staleEverywhere() {
    return new Gate(
        Map.of(
            "a", FreshnessGate.Freshness.STALE,
            "b", FreshnessGate.Freshness.STALE,
            "c", FreshnessGate.Freshness.STALE));
  }

  @Test
  void whenNoNodeIsFreshThatIsTheReason() throws SQLException {
    Gate gate = staleEverywhere();
    try (RoutedConnection marked = cluster.with(gate).connection()) {
      assertThatThrownBy(() -> run(marked, "one"))
          .hasMessageContaining("c: has not yet what this session has seen");
    }
    assertThat(gate.told).containsExactly("waited 2000 ms for a");
  }

  /** A busy disk holds the primary's commit up for longer than {@code marks.wait}. */
  @Test
  void whereNoNodeIsFreshThePrimaryIsWaitedForLonger() throws SQLException {
    Gate gate = staleEverywhere();
    gate.inTheEnd = FreshnessGate.Freshness.FRESH;
    cluster.routes("b,c,a", "a");
    try (RoutedConnection marked = cluster.with(gate).connection()) {
      marked.setReadOnly(true);
      run(marked, "one");
    }
    assertThat(gate.told).first().isEqualTo("waited 2000 ms for a");
    assertThat(cluster.journal).contains("a1.executeUpdate(one)");
  }

  @Test
  void theLongerWaitEndsWithTheDeadline() throws SQLException {
    Gate gate = staleEverywhere();
    cluster.everyBorrowTakes(Duration.ofMillis(2_100));
    try (RoutedConnection marked = cluster.with(gate).connection()) {
      assertThatThrownBy(() -> run(marked, "one")).isInstanceOf(SQLTransientException.class);
    }
    assertThat(gate.told).containsExactly("waited 800 ms for a");
  }

  @Test
  void afterTheDeadlineNothingIsWaitedFor() throws SQLException {
    Gate gate = staleEverywhere();
    cluster.everyBorrowTakes(Duration.ofSeconds(3));
    try (RoutedConnection marked = cluster.with(gate).connection()) {
      assertThatThrownBy(() -> run(marked, "one")).isInstanceOf(SQLTransientException.class);
    }
    assertThat(gate.told).isEmpty();
  }

  @Test
  void theGateIsToldOfEnds() throws SQLException {
    Gate gate = new Gate(Map.of());
    RoutedConnection marked = cluster.with(gate).connection();
    run(marked, "autocommit");
    marked.setAutoCommit(false);
    run(marked, "one");
    marked.commit();
    run(marked, "two");
    marked.rollback();
    marked.setReadOnly(true);
    run(marked, "three");
    marked.commit();
    assertThat(gate.told).containsExactly("written a", "written a", "read a", "read a");
  }

  @Test
  void aCommitWhosePositionIsNotLearntIsACommit() throws SQLException {
    Gate gate = new Gate(Map.of("broken", FreshnessGate.Freshness.FRESH));
    RoutedConnection marked = cluster.with(gate).connection();
    marked.setAutoCommit(false);
    run(marked, "one");
    marked.commit();
    run(marked, "two");
    assertThat(cluster.journal).contains("a1.commit", "a1.discard", "a2.executeUpdate(two)");
  }

  @Test
  void aListedOperationReads() throws Exception {
    cluster.routes("b", "a").readOnly("Events.*");
    RoutedConnection listed = cluster.connection();
    SqlRecorder.record(
        "Events.find",
        () -> {
          run(listed, "read");
          return "";
        });
    SqlRecorder.record(
        "Orders.buy",
        () -> {
          run(listed, "write");
          return "";
        });
    assertThat(cluster.journal).contains("b1.executeUpdate(read)", "a1.executeUpdate(write)");
  }

  @Test
  void trysNoMoreNodesAfterItsDeadline() {
    cluster
        .everyBorrowTakes(Duration.ofSeconds(6))
        .unreachable("a", linkLost())
        .unreachable("b", linkLost());
    assertThatThrownBy(() -> run(connection, "one"))
        .hasMessageContaining("c: not tried, the deadline has passed");
  }

  @Test
  void anIdleConnectionThatWasClosedIsReplacedOnItsNode() throws SQLException {
    run(connection, "one");
    connection.setAutoCommit(false);
    cluster.physical("a1").failing("setAutoCommit", linkLost());
    run(connection, "two");
    assertThat(cluster.journal).contains("a1.discard", "a2.executeUpdate(two)");
    assertThat(cluster.suspected).isEmpty();
  }

  @Test
  void aFailureToPrepareMovesOnBeforeTheFirstStatement() throws SQLException {
    connection.setReadOnly(true);
    run(connection, "one");
    cluster.routes("a,b", "a").physical("a1").failing("prepareStatement", linkLost());
    connection.prepareStatement("two").executeQuery();
    assertThat(cluster.journal).contains("a1.discard", "a2.prepareStatement(two)");
  }

  @Test
  void isValidWithoutAConnectionTellsWhetherANodeIsUsable() throws SQLException {
    assertThat(connection.isValid(1)).isTrue();
    assertThat(cluster.journal).isEmpty();
    cluster.routes("", "");
    assertThat(connection.isValid(1)).isFalse();
    assertThatThrownBy(() -> connection.isValid(-1)).hasMessageContaining("was -1");
  }

  @Test
  void isValidDropsADeadConnectionWhenAnotherNodeIsUsable() throws SQLException {
    run(connection, "one");
    cluster.physical("a1").answering("isValid", false);
    assertThat(connection.isValid(1)).isTrue();
    assertThat(cluster.journal).contains("a1.isValid(1)", "a1.discard");
  }

  @Test
  void isValidDoesNotAskANodeThatIsLost() throws SQLException {
    run(connection, "one");
    cluster.lost("a").routes("b", "b").told();
    assertThat(connection.isValid(1)).isTrue();
    assertThat(cluster.told()).containsExactly("a1.discard");
  }

  @Test
  void isValidWithinATransactionAsksItsLink() throws SQLException {
    connection.setAutoCommit(false);
    run(connection, "one");
    cluster.physical("a1").failing("executeUpdate", linkLost());
    assertThatThrownBy(() -> run(connection, "two")).isInstanceOf(SQLException.class);
    assertThat(connection.isValid(1)).isFalse();
    connection.rollback();
    assertThat(connection.isValid(1)).isTrue();
  }

  @Test
  void statementsAndResultsLeadBackToTheRoutedConnection() throws SQLException {
    PreparedStatement statement = connection.prepareStatement("select");
    ResultSet rows = statement.executeQuery();
    assertThat(statement.getConnection()).isSameAs(connection);
    assertThat(rows.getStatement()).isSameAs(statement);
    assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
    assertThat(connection.getMetaData().getTables("", "", "", null).getStatement()).isNull();
  }

  @Test
  void aResultThatBreaksDoomsItsTransaction() throws SQLException {
    connection.setAutoCommit(false);
    ResultSet rows = connection.createStatement().executeQuery("select");
    assertThat(rows.next()).isTrue();
    cluster.physical("a1").failing("next", linkLost());
    assertThatThrownBy(rows::next).hasMessage("Communications link failure");
    assertThatThrownBy(rows::next).hasMessageContaining("can only be rolled back");
    assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
  }

  @Test
  void aResultOfAnotherNodeChangesNoRows() throws SQLException {
    ResultSet rows = connection.createStatement().executeQuery("select");
    cluster.routes("b", "b");
    assertThatThrownBy(rows::updateRow).hasMessageContaining("was read on node a");
  }

  @Test
  void aPoolsConnectionStaysWhileAStatementOfItIsOpen() throws SQLException {
    cluster.pooled();
    Statement open = connection.createStatement();
    open.executeUpdate("one");
    cluster.routes("b", "b");
    run(connection, "two");
    assertThat(cluster.journal).doesNotContain("a1.giveBack");
    open.close();
    assertThat(cluster.journal).contains("a1.giveBack");
  }

  @Test
  void settingsAreRememberedAndChangedWithinATransactionAtOnce() throws SQLException {
    connection.setAutoCommit(false);
    run(connection, "one");
    cluster.told();
    connection.setCatalog("other");
    connection.setClientInfo("ApplicationName", "shop");
    assertThat(cluster.told())
        .containsExactly("a1.setCatalog(other)", "a1.setClientInfo(ApplicationName, shop)");
    assertThat(connection.getCatalog()).isEqualTo("other");
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");
    connection.commit();
    cluster.routes("b", "b");
    run(connection, "two");
    assertThat(cluster.told())
        .contains("b1.setCatalog(other)", "b1.setClientInfo(ApplicationName, shop)");
  }

  @Test
  void asksTheDriverWhatNobodyHasSet() throws SQLException {
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
  }

  @Test
  void savepointsBelongToTheTransaction() throws SQLException {
    connection.setAutoCommit(false);
    connection.setSavepoint("here");
    cluster.routes("b", "b");
    run(connection, "one");
    connection.commit();
    assertThat(cluster.journal)
        .contains("a1.setSavepoint(here)", "a1.executeUpdate(one)", "a1.commit");
  }

  @Test
  void metadataAnswerForTheirNode() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata.supportsSavepoints()).isFalse();
    assertThat(cluster.journal).contains("a1.supportsSavepoints");
    assertThat(metadata.unwrap(DatabaseMetaData.class)).isSameAs(metadata);
    assertThat(metadata.unwrap(String.class)).isEqualTo("driver's own a1");
    assertThat(metadata.isWrapperFor(DatabaseMetaData.class)).isTrue();
    assertThat(metadata.isWrapperFor(String.class)).isFalse();
    assertThat(Set.of(metadata)).contains(metadata).doesNotContain(connection.getMetaData());
    cluster.physical("a1").failing("getURL", linkLost());
    assertThatThrownBy(metadata::getURL).hasMessage("Communications link failure");
  }

  @Test
  void aCatalogueQueryThatBreaksDoomsItsTransaction() throws SQLException {
    connection.setAutoCommit(false);
    run(connection, "one");
    cluster.physical("a1").failing("getTables", linkLost());
    DatabaseMetaData metadata = connection.getMetaData();
    assertThatThrownBy(() -> metadata.getTables("", "", "", null))
        .hasMessage("Communications link failure");
    assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
  }

  @Test
  void catalogueQueriesBelongToTheTransaction() throws SQLException {
    connection.setAutoCommit(false);
    connection.getMetaData().getTables("", "", "", null);
    connection.rollback();
    assertThat(cluster.journal).contains("a1.rollback");
  }

  @Test
  void abortBreaksOffAndCloses() throws SQLException {
    run(connection, "one");
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
    assertThat(cluster.journal.getLast()).startsWith("a1.abort(");
    assertThatThrownBy(connection::createStatement).hasMessage("the connection is closed");
  }

  @Test
  void whatWasAbortedIsTakenFromItsPoolWhenItIsClosed() throws SQLException {
    run(connection, "one");
    connection.abort(Runnable::run);
    connection.close();
    connection.close();
    assertThat(cluster.journal).containsOnlyOnce("a1.discard").doesNotContain("a1.giveBack");
  }

  @Test
  void unwrapsItsState() throws SQLException {
    assertThat(connection.isWrapperFor(TransactionState.class)).isTrue();
    TransactionState state = connection.unwrap(TransactionState.class);
    assertThat(state.node()).isEmpty();
    connection.setAutoCommit(false);
    run(connection, "one");
    assertThat(state.node().orElseThrow().name()).isEqualTo("a");
    connection.commit();
    assertThat(state.node()).isEmpty();
  }
}
