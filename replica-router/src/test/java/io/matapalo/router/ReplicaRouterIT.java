package io.matapalo.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaRouterIT {

  @TempDir static Path folder;
  private static MariaDb server;

  @BeforeAll
  static void start() {
    server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("router");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void handsOutCountedConnectionsToItsNode() throws Exception {
    RouterConfig config =
        RouterConfig.ofOneNode(server.jdbcUrl("router"), credentials())
            .withPool(RouterConfig.Pool.ofSize(2));
    try (ReplicaRouter router = ReplicaRouter.create(config)) {
      SqlRecorder.record("RouterIT.one", () -> select(router));
    }
    assertThat(SqlRecorder.snapshotJson())
        .contains("{\"operation\":\"RouterIT.one\",\"requests\":1,\"statements\":{\"select\":1,");
  }

  @Test
  void anOverrideNamesTheNode() throws Exception {
    Node dead = Node.of("dead", "jdbc:mysql://127.0.0.1:" + FreePorts.next() + "/router");
    Node live = Node.of("live", server.jdbcUrl("router"));
    RouterConfig config =
        RouterConfig.of(
                TopologyKind.MULTI_PRIMARY, List.of(dead, live), "instance-7", credentials())
            .withNodeOverride("live");
    try (ReplicaRouter router = ReplicaRouter.create(config)) {
      assertThat(router.placement().node()).isEqualTo(live);
      assertThat(select(router)).isEqualTo(1);
    }
  }

  @Test
  void saysWhichNodeDoesNotAnswerAndNoPassword() {
    RouterConfig config =
        RouterConfig.ofOneNode(
                "jdbc:mysql://127.0.0.1:" + FreePorts.next() + "/router?connectTimeout=500",
                credentials())
            .withPool(
                new RouterConfig.Pool(
                    1, 0, Duration.ofMillis(500), Duration.ofMillis(250), Duration.ofMinutes(1)));
    assertThatThrownBy(() -> ReplicaRouter.create(config))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("node node-1 does not answer")
        .hasMessageNotContaining(server.password());
  }

  @Test
  void workWithoutAnOutcomeRowNeedsNoOutcomeTable() throws Exception {
    TransactionPolicy keeping = TransactionPolicy.writing("RouterIT.work");
    try (ReplicaRouter router =
        ReplicaRouter.create(RouterConfig.ofOneNode(server.jdbcUrl("router"), credentials()))) {
      int read = router.inTransaction(keeping.withoutOutcomeRow(), tx -> select(tx.connection()));

      assertThat(read).isEqualTo(1);
      assertThatThrownBy(() -> router.inTransaction(keeping, tx -> select(tx.connection())))
          .isInstanceOf(FailedTransactionException.class)
          .hasMessageContaining("matapalo_outcome");
    }
  }

  private static int select(ReplicaRouter router) throws SQLException {
    try (Connection connection = router.dataSource().getConnection()) {
      return select(connection);
    }
  }

  private static int select(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static RouterConfig.Credentials credentials() {
    return new RouterConfig.Credentials(server.user(), server.password());
  }
}
