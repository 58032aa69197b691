package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.MariaDbGtids;
import io.matapalo.router.consistency.PositionStamp;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.ReplicaSet;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a stamp covers a commit, the snapshot shows it: under concurrent writers, at each node.
 * Each writer counts in a row of its own and notes the position of each commit.
 */
@Tag("deep")
final class PositionStampIT {

  private static final int WRITERS = 4;
  private static final int SNAPSHOTS = 1_500;
  private static final int ENOUGH = 500;
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @TempDir Path folder;

  /** What a snapshot told and showed; {@code stamp} is empty if the server could not tell. */
  private record Sample(Optional<PositionStamp> stamp, List<Integer> shown) {}

  @Test
  void onAPrimaryAndItsReplicas() throws Exception {
    try (ReplicaSet servers = ReplicaSet.inFolder(folder)) {
      DatabaseNode primary = servers.primary();
      create(servers, primary);
      servers.awaitCaughtUp(Duration.ofMinutes(1));
      prove(servers, List.of(primary));
    }
  }

  @Test
  void onGaleraWithWritersAtBothNodes() throws Exception {
    try (Galera servers = Galera.start(ServerConfig.inFolder(folder), 2).patient()) {
      create(servers, servers.nodes().get(0));
      servers.awaitCaughtUp(Duration.ofMinutes(1));
      prove(servers, List.copyOf(servers.nodes()));
    }
  }

  private static void create(Topology servers, DatabaseNode node) throws SQLException {
    servers.createDatabase("marks");
    try (Connection connection = connect(servers, node);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE counted (id INT PRIMARY KEY, v INT NOT NULL)");
      for (int i = 0; i < WRITERS; i++) {
        statement.execute("INSERT INTO counted VALUES (" + i + ", 0)");
      }
    }
  }

  private static void prove(Topology servers, List<DatabaseNode> written) throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    List<List<FreshnessMark>> commits = new ArrayList<>();
    List<List<Sample>> samples = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool();
        MarkedTopology set =
            new MarkedTopology(
                servers,
                MarkedTopology.Driver.CONNECTOR_J,
                Map.of("marks.cluster", "test", "marks.wait", "1s"))) {
      List<Future<List<FreshnessMark>>> writers = new ArrayList<>();
      List<Future<List<Sample>>> readers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int id = i;
        DatabaseNode node = written.get(i % written.size());
        writers.add(threads.submit(() -> write(servers, node, id, stopped)));
      }
      for (DatabaseNode node : servers.nodes()) {
        readers.add(threads.submit(() -> read(servers, node, set.marks())));
      }
      try {
        for (Future<List<Sample>> reader : readers) {
          samples.add(reader.get());
        }
      } finally {
        stopped.set(true);
      }
      for (Future<List<FreshnessMark>> writer : writers) {
        commits.add(writer.get());
      }
    }
    int rows = commits.stream().mapToInt(List::size).sum();
    assertThat(rows).isGreaterThan(ENOUGH);
    for (int i = 0; i < samples.size(); i++) {
      String what = servers.kind() + " node " + servers.nodes().get(i).name();
      judge(what + ", " + rows + " commits", samples.get(i), commits);
    }
  }

  private static void judge(String what, List<Sample> samples, List<List<FreshnessMark>> commits) {
    int stamped = 0;
    long covered = 0;
    long behind = 0;
    int violations = 0;
    for (Sample sample : samples) {
      if (sample.stamp().isEmpty()) {
        continue;
      }
      stamped++;
      for (int writer = 0; writer < WRITERS; writer++) {
        int known = covered(sample.stamp().get(), commits.get(writer));
        int shown = sample.shown().get(writer);
        covered += known;
        behind += Math.max(0, shown - known);
        violations += shown < known ? 1 : 0;
      }
    }
    System.out.printf(
        "%s: %d snapshots, %d stamped, covered commits a row %d, shown beyond the stamp a row %.2f,"
            + " violations %d%n",
        what,
        samples.size(),
        stamped,
        covered / Math.max(1, (long) stamped * WRITERS),
        behind / Math.max(1.0, (double) stamped * WRITERS),
        violations);
    assertThat(samples).as(what).hasSize(SNAPSHOTS);
    assertThat(stamped).as(what).isGreaterThan(SNAPSHOTS * 9 / 10);
    assertThat(covered).as(what).isPositive();
    assertThat(violations).as(what).isZero();
  }

  /** How many commits of a writer, whose positions only grow, a stamp covers. */
  private static int covered(PositionStamp stamp, List<FreshnessMark> commits) {
    int low = 0;
    int high = commits.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stamp.covers(commits.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static List<FreshnessMark> write(
      Topology servers, DatabaseNode node, int id, AtomicBoolean stopped) throws SQLException {
    List<FreshnessMark> commits = new ArrayList<>();
    long end = System.nanoTime() + DEADLINE.plusSeconds(20).toNanos();
    try (Connection connection = connect(servers, node);
        Statement statement = connection.createStatement()) {
      while (!stopped.get() && System.nanoTime() < end) {
        statement.executeUpdate("UPDATE counted SET v = v + 1 WHERE id = " + id);
        try (ResultSet row = statement.executeQuery("SELECT @@last_gtid")) {
          assertThat(row.next()).isTrue();
          commits.add(new FreshnessMark("test", MariaDbGtids.parse(row.getString(1)), ""));
        }
      }
    }
    return commits;
  }

  private static List<Sample> read(Topology servers, DatabaseNode node, Marks marks)
      throws SQLException {
    List<Sample> samples = new ArrayList<>();
    long end = System.nanoTime() + DEADLINE.toNanos();
    try (Connection connection = connect(servers, node)) {
      connection.setAutoCommit(false);
      while (samples.size() < SNAPSHOTS && System.nanoTime() < end) {
        Optional<PositionStamp> stamp = marks.snapshot(connection);
        samples.add(new Sample(stamp, shown(connection)));
        connection.commit();
      }
    }
    return samples;
  }

  private static List<Integer> shown(Connection connection) throws SQLException {
    List<Integer> shown = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v FROM counted ORDER BY id")) {
      while (rows.next()) {
        shown.add(rows.getInt(1));
      }
    }
    return shown;
  }

  private static Connection connect(Topology servers, DatabaseNode node) throws SQLException {
    return DriverManager.getConnection(
        node.jdbcUrl("marks"), servers.administrator(), servers.password());
  }
}
