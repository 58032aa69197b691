package io.matapalo.perf.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.perf.Main;
import io.matapalo.perf.launcher.stack.Placeholders;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.StackFile;
import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.server.ServerSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real servers of a stack: memcached, there or not, and a database behind a relay. */
final class TestkitServersIT {
  private static final int SELECTS = 200;

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Placeholders values = new Placeholders();

  private Progress progress() {
    return new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), Main.systemClock());
  }

  private AutoCloseable memcached(ServerSource source) {
    return new TestkitServers(source, progress())
        .start("memcached", new StackFile.ServerSpec(null), folder.resolve("memcached"), values);
  }

  @Test
  void memcachedIsWhereItsPlaceholderSays() throws Exception {
    try (AutoCloseable server = memcached(ServerSource.DEBIAN)) {
      String[] address = values.resolve("${memcached.address}").split(":", -1);
      try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
        assertThat(socket.isConnected()).as("connected to %s", server).isTrue();
      }
      assertThat(values.resolve("${memcached.origin}")).startsWith("memcached of Debian 12");
    }
  }

  @Test
  void stackOnJarsOfMavenRunsWithoutMemcached() throws Exception {
    try (AutoCloseable none = memcached(ServerSource.MAVEN)) {
      assertThat(none).isNotNull();
      assertThat(values.resolve("[${memcached.address}]")).isEqualTo("[]");
      assertThat(values.resolve("${memcached.origin}")).isEqualTo("none");
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains("the stack runs without it");
    }
  }

  /** Round trips of SELECT 1, sorted: the database's port against that of the placeholders. */
  private static long[] selects(Connection connection) throws SQLException {
    long[] nanos = new long[SELECTS];
    try (Statement statement = connection.createStatement()) {
      for (int i = -SELECTS / 2; i < SELECTS; i++) {
        long start = System.nanoTime();
        statement.executeQuery("select 1").close();
        nanos[Math.max(0, i)] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(
        url, values.resolve("${mariadb.user}"), values.resolve("${mariadb.password}"));
  }

  @Test
  void databaseBehindTheRelayIsOneRoundTripAway() throws Exception {
    DatabaseNetwork network = DatabaseNetwork.of("2ms");
    StackFile.ServerSpec spec = new StackFile.ServerSpec("shop");
    try (AutoCloseable server =
            new TestkitServers(ServerSource.AUTO, progress(), network, DatabaseTopology.SINGLE)
                .start("mariadb", spec, folder.resolve("mariadb"), values);
        Connection relayed = connect(values.resolve("${mariadb.url}"));
        Connection direct =
            connect(
                values
                    .resolve("${mariadb.url}")
                    .replace(
                        values.resolve(":${mariadb.port}/"),
                        values.resolve(":${mariadb.direct-port}/")))) {
      assertThat(server).isNotNull();
      long[] far = selects(relayed);
      long[] near = selects(direct);

      assertThat(far[0]).isGreaterThan(network.roundTrip().toNanos());
      assertThat(near[0]).isLessThan(network.roundTrip().toNanos());
      assertThat(values.resolve("${mariadb.network}"))
          .isEqualTo("database round trip +2 ms (relay)");
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains("round trip +2 ms (relay)");
    }
  }

  /** Schema and data go to one of them, and all of them have it. */
  @Test
  void routerGetsAllNodesAndTheMigrationOne() throws Exception {
    StackFile.ServerSpec spec = new StackFile.ServerSpec("shop");
    Path below = Files.createDirectories(Path.of("target", "stack-topology"));
    CacheEntry.delete(below.resolve("mariadb"));
    try (AutoCloseable servers =
        new TestkitServers(
                ServerSource.AUTO,
                progress(),
                DatabaseNetwork.LOOPBACK,
                DatabaseTopology.PRIMARY_REPLICA)
            .start("mariadb", spec, below.resolve("mariadb"), values)) {
      assertThat(servers).isNotNull();
      String[] nodes = values.resolve("${mariadb.addresses}").split(",", -1);
      assertThat(nodes).hasSize(3);
      assertThat(values.resolve("${mariadb.rest}"))
          .startsWith("mysql://" + String.join(",", nodes) + "/shop?")
          .contains("&matapalo.node-names=a,b,c&")
          .endsWith("&matapalo.topology=primary-replica");
      assertThat(values.resolve("${mariadb.url}"))
          .startsWith("jdbc:mysql://" + nodes[0] + "/shop?")
          .doesNotContain("matapalo");
      assertThat(values.resolve("${mariadb.origin}")).endsWith(", a primary and two replicas");
      try (Connection primary = connect(values.resolve("${mariadb.url}"));
          Statement statement = primary.createStatement()) {
        assertThat(statement.executeUpdate("create table t (id int)")).isZero();
      }
      for (int i = 1; i < nodes.length; i++) {
        String url = values.resolve("${mariadb.url}").replace(nodes[0], nodes[i]);
        try (Connection replica = connect(url);
            Statement statement = replica.createStatement()) {
          assertThatThrownBy(() -> statement.executeUpdate("insert into t values (1)"))
              .isInstanceOf(SQLException.class);
        }
      }
    }
  }

  @Test
  void unknownTopologyIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> DatabaseTopology.of("cluster"))
        .hasMessage("a topology is one of single, primary-replica, galera; was 'cluster'");
  }
}
