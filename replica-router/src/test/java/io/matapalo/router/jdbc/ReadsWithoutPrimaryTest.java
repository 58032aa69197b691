package io.matapalo.router.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** While the primary {@code a} is away, a new connection opens, reads, and refuses to write. */
final class ReadsWithoutPrimaryTest {

  private final FakeCluster cluster = new FakeCluster();
  private final RoutedConnection connection = cluster.connection();

  @Test
  void aNewConnectionOpensAtAReplicaAndReads() throws SQLException {
    cluster.routes("b,c", "");
    connection.connect();
    connection.setReadOnly(true);
    run("select");
    assertThat(cluster.journal).contains("b1.open", "b1.executeUpdate(select)");
  }

  @Test
  void theFirstWriteIsRefused() throws SQLException {
    cluster.routes("b,c", "");
    connection.connect();
    assertThatThrownBy(() -> run("insert"))
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("no node can take this WRITE transaction");
    assertThat(cluster.journal).doesNotContain("b1.executeUpdate(insert)");
  }

  @Test
  void aPrimaryThatIsGoneButNotYetLeftHoldsNoNewConnectionUp() throws SQLException {
    cluster.routes("a,b,c", "a").unreachable("a", new SQLException("refused", "08001"));
    connection.connect();
    assertThat(cluster.suspected).contains("a");
    assertThat(cluster.journal).contains("b1.open");
  }

  @Test
  void writesGoToThePrimaryThatIsBack() throws SQLException {
    cluster.routes("b,c", "");
    connection.connect();
    cluster.routes("a,b,c", "a");
    run("insert");
    assertThat(cluster.journal).contains("a1.executeUpdate(insert)");
  }

  /** A pool asks this before it hands a connection out. */
  @Test
  void aConnectionIsValidAsLongAsItCanRead() throws SQLException {
    cluster.routes("b,c", "");
    assertThat(connection.isValid(1)).isTrue();
    cluster.routes("", "");
    assertThat(connection.isValid(1)).isFalse();
  }

  @Test
  void aWrongPasswordIsToldWithoutATryAtAReplica() {
    cluster
        .routes("a,b,c", "a")
        .unreachable("a", new SQLNonTransientConnectionException("denied", "28000", 1045));
    assertThatThrownBy(connection::connect)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
    assertThat(cluster.journal).isEmpty();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
