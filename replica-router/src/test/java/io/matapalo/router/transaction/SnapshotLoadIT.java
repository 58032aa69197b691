package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.work.Transaction;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Units of work that read a row and then change it, on one healthy busy server: with the defaults
 * of policy and budget all are stored. Where the server has snapshot isolation, half of all
 * attempts fail with 1020.
 */
@Tag("deep")
final class SnapshotLoadIT {
  private static final int CLIENTS = 8;
  private static final int UNITS_OF_A_CLIENT = 15;
  private static final TransactionPolicy ADD =
      TransactionPolicy.writing("Shop.add")
          .withIsolation(Connection.TRANSACTION_REPEATABLE_READ)
          .withoutOutcomeRow();

  @ParameterizedTest
  @EnumSource(names = {"DEBIAN", "DEBIAN13"})
  void everyUnitIsStoredWithTheDefaults(ServerSource source, @TempDir Path folder)
      throws Exception {
    try (MariaDb server = MariaDb.start(ServerConfig.inFolder(folder).withSource(source))) {
      server.createDatabase("shop");
      Node node = Node.of("a", server.jdbcUrl("shop"));
      RealNodes nodes =
          new RealNodes(TopologyKind.SINGLE, List.of(node), server.user(), server.password());
      nodes.execute(node, "create table total (id int primary key, n int)");
      nodes.execute(node, "insert into total values (1, 0), (2, 0), (3, 0)");
      TransactionRunner runner =
          TransactionRunner.unchecked(nodes.source(), TransactionSettings.DEFAULT);

      load(runner);

      long retries =
          runner.metrics().of("Shop.add").retries().values().stream().mapToLong(n -> n).sum();
      Map<Cause, Long> causes = runner.metrics().of("Shop.add").retries();
      System.out.printf(
          "%s: %d units stored, retries %s%n",
          server.origin(), nodes.number(node, "select sum(n) from total"), causes);
      assertThat(nodes.number(node, "select sum(n) from total"))
          .isEqualTo(CLIENTS * UNITS_OF_A_CLIENT);
      if (source == ServerSource.DEBIAN13) {
        assertThat(causes.getOrDefault(Cause.SNAPSHOT, 0L)).isPositive();
        assertThat(retries).isGreaterThan(10 + CLIENTS * UNITS_OF_A_CLIENT / 10);
      }
    }
  }

  private static void load(TransactionRunner runner) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(
            threads.submit(() -> {
              for (int unit = 0; unit < UNITS_OF_A_CLIENT; unit++) {
                int id = 1 + (client + unit) % 3;
                runner.inTransaction(ADD, tx -> add(tx, id));
              }
              return null;
            }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
  }

  /** The row is locked, as 10.11 needs it; the snapshot is older than the lock. */
  private static int add(Transaction tx, int id) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      try (ResultSet row = statement.executeQuery("select count(*) from total")) {
        row.next();
      }
      return statement.executeUpdate("update total set n = n + 1 where id = " + id);
    }
  }
}
