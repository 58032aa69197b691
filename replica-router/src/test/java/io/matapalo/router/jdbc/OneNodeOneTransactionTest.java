package io.matapalo.router.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 1 of {@code docs/consistency.md}: once a transaction has sent a statement, nothing moves
 * it to another node, whatever the application does and whatever breaks.
 */
final class OneNodeOneTransactionTest {

  private final FakeCluster cluster = new FakeCluster();
  private final RoutedConnection connection = cluster.connection();

  private static SQLException linkLost() {
    return new SQLNonTransientConnectionException("Communications link failure", "08S01", 0);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Begun on node a; from now on another transaction would begin on node b. */
  private void begun() throws SQLException {
    connection.setAutoCommit(false);
    run("one");
    cluster.routes("b", "b");
    cluster.told();
  }

  private void assertOnlyRollsBack() throws SQLException {
    assertThatThrownBy(() -> run("two")).hasMessageContaining("can only be rolled back");
    assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
    assertThat(cluster.journal).noneMatch(told -> told.startsWith("b"));
    connection.rollback();
    run("anew");
    connection.commit();
    assertThat(cluster.journal)
        .contains("b1.executeUpdate(anew)", "b1.commit")
        .doesNotContain("b1.executeUpdate(two)");
  }

  private void assertGoesOn() throws SQLException {
    run("two");
    connection.commit();
    assertThat(cluster.journal)
        .contains("a1.executeUpdate(two)", "a1.commit")
        .noneMatch(told -> told.startsWith("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"createStatement", "prepareStatement", "prepareCall"})
  void aLinkThatBreaksWhileAStatementIsMadeFailsTheWhole(String method) throws SQLException {
    begun();
    cluster.physical("a1").failing(method, linkLost());
    assertThatThrownBy(() -> make(method)).hasMessageContaining("link failure");
    assertOnlyRollsBack();
  }

  private void make(String method) throws SQLException {
    switch (method) {
      case "createStatement" -> connection.createStatement().close();
      case "prepareStatement" -> connection.prepareStatement("two").close();
      default -> connection.prepareCall("two").close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"executeUpdate", "setSavepoint", "setCatalog", "getMetaData"})
  void aLinkThatBreaksFailsTheWhole(String method) throws SQLException {
    begun();
    cluster.physical("a1").failing(method, linkLost());
    assertThatThrownBy(
            () -> {
              switch (method) {
                case "executeUpdate" -> run("two");
                case "setSavepoint" -> connection.setSavepoint();
                case "setCatalog" -> connection.setCatalog("other");
                default -> connection.getMetaData().getTables(null, null, null, null).close();
              }
            })
        .hasMessageContaining("link failure");
    assertOnlyRollsBack();
  }

  /** A pool that asks within a transaction must not make it begin anew elsewhere. */
  @Test
  void aDeadLinkThatIsNoticedByValidationFailsTheWhole() throws SQLException {
    begun();
    cluster.physical("a1").answering("isValid", false);
    assertThat(connection.isValid(1)).isFalse();
    cluster.physical("a1").failing("executeUpdate", linkLost());
    assertThatThrownBy(() -> run("two")).hasMessageContaining("link failure");
    assertOnlyRollsBack();
  }

  @Test
  void aStatementThatFailsAloneLeavesTheTransactionWhereItIs() throws SQLException {
    begun();
    cluster
        .physical("a1")
        .failing("executeUpdate", new SQLException("Duplicate entry", "23000", 1062));
    assertThatThrownBy(() -> run("twice")).hasMessage("Duplicate entry");
    assertGoesOn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setCatalog",
        "setClientInfo",
        "setAutoCommit",
        "getMetaData",
        "isValid",
        "warnings",
        "isolation",
        "savepoint"
      })
  void whatTheApplicationAsksOrSetsInBetweenMovesNothing(String what) throws SQLException {
    begun();
    switch (what) {
      case "setCatalog" -> connection.setCatalog("other");
      case "setClientInfo" -> connection.setClientInfo("name", "value");
      case "setAutoCommit" -> connection.setAutoCommit(false);
      case "getMetaData" -> assertThat(connection.getMetaData().getURL()).isNull();
      case "isValid" -> assertThat(connection.isValid(1)).isTrue();
      case "warnings" -> connection.clearWarnings();
      case "isolation" -> assertThat(connection.getTransactionIsolation()).isPositive();
      default -> connection.rollback(connection.setSavepoint());
    }
    assertGoesOn();
  }

  /** Its node is left by the health check, but nobody has told the transaction yet. */
  @Test
  void aNodeThatIsLeftKeepsItsRunningTransaction() throws SQLException {
    begun();
    cluster.lost("a");
    assertGoesOn();
  }

  /** Promise 4: all of its statements see the snapshot of one node. */
  @Test
  void aReadingTransactionStaysToo() throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("one").close();
      cluster.routes("b", "b");
      statement.executeQuery("two").close();
      try (Statement another = connection.createStatement()) {
        another.executeQuery("three").close();
      }
    }
    connection.commit();
    assertThat(cluster.journal)
        .containsAll(
            List.of("a1.executeQuery(one)", "a1.executeQuery(two)", "a1.executeQuery(three)"))
        .noneMatch(told -> told.startsWith("b"));
  }
}
