package io.matapalo.fastpath.invalidation;

import static io.matapalo.fastpath.invalidation.Ear.entry;
import static io.matapalo.fastpath.invalidation.ReadLog.SOON;
import static io.matapalo.fastpath.invalidation.ReadLog.by;
import static io.matapalo.fastpath.invalidation.ReadLog.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.matapalo.testkit.mysql.MySqlReplicas;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.ReplicaSet;
import io.matapalo.testkit.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log of several servers: its reader goes on at another one, and knows what is lost. */
@Tag("deep")
final class LogTopologiesIT {

  private static final String DATABASE = "app";

  private final Ear ear = new Ear();
  private final MysqlDataSource primary = new MysqlDataSource();

  private void lead(DatabaseNode node) {
    primary.setUrl(node.jdbcUrl(DATABASE));
    primary.setUser(node.user());
    primary.setPassword(node.password());
  }

  private static void run(DatabaseNode node, String... statements) throws SQLException {
    try (Connection connection = node.server().connect(DATABASE);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private LogReader read(Topology servers, TestPositions positions) {
    Integer[] ports = servers.nodes().stream().map(DatabaseNode::port).toArray(Integer[]::new);
    LogReader reader =
        ReadLog.start(
            ReadLog.settings(servers.nodes().getFirst().server(), ports)
                .withLossAfter(Duration.ofSeconds(2)),
            logged(positions),
            cache("shops", by("shop", "{id}")),
            ear);
    await().atMost(SOON).until(() -> reader.progress().connected());
    return reader;
  }

  private LoggedDatabase logged(TestPositions positions) {
    return new LoggedDatabase(primary, positions);
  }

  private static ServerConfig config(String folder) {
    return ServerConfig.inFolder(TestFolders.fresh(folder))
        .withOptions("--innodb-buffer-pool-size=64M");
  }

  @Test
  void mariaDbGoesOnAtTheNextPrimary() throws Exception {
    try (ReplicaSet servers = ReplicaSet.start(config("log-failover"), 2)) {
      servers.createDatabase(DATABASE);
      lead(servers.primary());
      run(servers.primary(), "create table shop (id bigint primary key)");
      servers.awaitCaughtUp(SOON);
      try (LogReader reader = read(servers, TestPositions.MARIADB)) {
        run(servers.primary(), "insert into shop values (1)");
        servers.awaitCaughtUp(SOON);
        ReadLog.awaitTold(reader, logged(TestPositions.MARIADB));
        servers.primary().kill();
        servers.failOver(servers.nodes().get(2));
        lead(servers.primary());
        run(servers.primary(), "insert into shop values (2)");
        servers.awaitCaughtUp(SOON);

        ReadLog.awaitTold(reader, logged(TestPositions.MARIADB));
        assertThat(ear.heard()).containsExactly(entry("shops", 1), entry("shops", 2));
        assertThat(reader.progress().alarms()).isZero();
      }
    }
  }

  @Test
  void mySqlGoesOnAtTheNextPrimary() throws Exception {
    try (MySqlReplicas servers =
        MySqlReplicas.start(ServerConfig.inFolder(TestFolders.fresh("log-mysql-failover")), 1)) {
      servers.createDatabase(DATABASE);
      lead(servers.primary());
      run(servers.primary(), "create table shop (id bigint primary key)");
      servers.awaitCaughtUp(SOON);
      try (LogReader reader = read(servers, TestPositions.MYSQL)) {
        run(servers.primary(), "insert into shop values (1)");
        servers.awaitCaughtUp(SOON);
        servers.stopReplication(servers.nodes().get(1));
        run(servers.primary(), "insert into shop values (2)");
        ReadLog.awaitTold(reader, logged(TestPositions.MYSQL));
        servers.primary().kill();
        servers.promote(servers.nodes().get(1));
        lead(servers.primary());
        run(servers.primary(), "insert into shop values (3)");

        // The second row is lost: it is said, after a while in which it might have come.
        await().atMost(SOON).until(() -> !ear.drops().isEmpty());
        run(servers.primary(), "insert into shop values (4)");
        ReadLog.awaitTold(reader, logged(TestPositions.MYSQL));
        assertThat(ear.heard()).contains(entry("shops", 1), entry("shops", 4));
        assertThat(ear.drops()).singleElement().asString().contains("lost");
      }
    }
  }

  @Test
  void galeraIsReadAtAnyNode() throws Exception {
    try (Galera servers = Galera.start(config("log-galera"), 3)) {
      servers.createDatabase(DATABASE);
      lead(servers.nodes().get(2));
      run(servers.nodes().get(2), "create table shop (id bigint primary key)");
      servers.awaitCaughtUp(SOON);
      try (LogReader reader = read(servers, TestPositions.MARIADB)) {
        for (int i = 0; i < 3; i++) {
          run(servers.nodes().get(i), "insert into shop values (%d)".formatted(i));
        }
        servers.awaitCaughtUp(SOON);
        ReadLog.awaitTold(reader, logged(TestPositions.MARIADB));
        assertThat(ear.takeHeard())
            .containsExactlyInAnyOrderElementsOf(
                List.of(entry("shops", 0), entry("shops", 1), entry("shops", 2)));
        await()
            .atMost(SOON)
            .until(() ->
                reader
                    .progress()
                    .told()
                    .filter(told -> reader.bound().isCoveredBy(told))
                    .isPresent());

        servers.nodes().get(0).kill();
        await().atMost(SOON).until(() -> servers.synced(servers.nodes().get(1)));
        run(servers.nodes().get(1), "insert into shop values (10)");
        run(servers.nodes().get(2), "insert into shop values (11)");
        servers.awaitCaughtUp(servers.nodes().get(2), SOON);
        ReadLog.awaitTold(reader, logged(TestPositions.MARIADB));
        assertThat(ear.takeHeard()).contains(entry("shops", 10), entry("shops", 11));
        assertThat(reader.progress().alarms()).isZero();
      }
    }
  }
}
