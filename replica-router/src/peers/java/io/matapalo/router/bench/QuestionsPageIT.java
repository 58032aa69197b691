package io.matapalo.router.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.ResultPage;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes the page that sets the questions of our routed units beside those of other routers. */
@Tag("prove")
final class QuestionsPageIT {

  private static final int WARM_UP = 200;
  private static final int COUNTED = 1_000;

  private static final List<String> SOURCES =
      List.of("replica-router/src/main", "replica-router/src/peers");

  @TempDir static Path folder;

  private final ResultPage page =
      new ResultPage(
          "router-questions",
          new ResultPage.Subject(
              "./matapalo prove questions",
              "defaults of all; HikariCP of 4 connections, ShardingSphere brings its own",
              SOURCES,
              Duration.ofDays(3)));

  @Test
  void aReadAndAWriteAskTwoQuestions() throws Exception {
    INTRODUCTION.lines().forEach(this::line);
    line("");
    line("| router | autocommit | with commit | reads off the primary | stale reads |");
    line("|---|---|---|---|---|");
    try (ReplicaSet set = ReplicaSet.inFolder(folder)) {
      fill(set);
      List<String> urls = set.nodes().stream().map(node -> node.jdbcUrl("shop")).toList();
      try (Questions questions = Questions.of(urls, set.user(), set.password())) {
        for (Peer peer : Peer.values()) {
          line(row(peer, set, questions));
        }
      }
    }
    line("");
    CONCLUSION.lines().forEach(this::line);
    if (Boolean.getBoolean("matapalo.prove")) {
      page.write(Path.of(System.getProperty("matapalo.root")), Instant.now());
    }
  }

  private static final String INTRODUCTION =
      """
      What the servers are asked for one writing and one read-only unit together, as they count (`Questions` of all \
      three), on a primary with two replicas: 1,000 pairs by one thread, after 200 that are not counted. A unit \
      borrows a connection, says whether it only reads, runs one prepared statement, and gives the connection back. \
      *With commit* switches autocommit off and commits.

      The read asks for the row that the write before it has changed; a *stale* read is shown the old one.
      """;

  private static final String CONCLUSION =
      """
      - Ours waits at the replica for what its session has written: the third question, and no stale read. With \
      `marks=off` it promises what the others do, and asks two.
      - MariaDB Connector/J does not tell the position of a write. The primary is asked for it before the read, and \
      again before the next write (see [marks](../replica-router-marks.md)).
      - What lies past a whole number is asked by the watch of the nodes.
      - The others set back, at each return, what the borrower had changed. Ours sends a setting only \
      where the connection to the node has another one.
      """;

  private static String row(Peer peer, ReplicaSet set, Questions questions) throws Exception {
    DataSource source = peer.open(set);
    try {
      Pairs autocommit = new Pairs(source, false, set, amount(set));
      autocommit.run(WARM_UP);
      double plain = questions.askedBy(() -> autocommit.run(COUNTED)) / (double) COUNTED;
      Pairs withCommit = new Pairs(source, true, set, amount(set));
      withCommit.run(WARM_UP);
      double committed = questions.askedBy(() -> withCommit.run(COUNTED)) / (double) COUNTED;
      Reads reads = autocommit.reads.and(withCommit.reads);
      if (peer == Peer.MATAPALO) {
        assertThat(plain).isLessThan(3.5);
        assertThat(reads.old()).isZero();
      }
      return String.format(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %d %% | %s |",
          peer.title(),
          plain,
          committed,
          reads.percentOffPrimary(),
          reads.stale());
    } finally {
      ((AutoCloseable) source).close();
    }
  }

  private static long amount(ReplicaSet set) throws SQLException {
    String url = set.primary().jdbcUrl("shop");
    try (Connection connection = DriverManager.getConnection(url, set.user(), set.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select amount from item where id = 1")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void fill(ReplicaSet set) throws SQLException {
    MariaDbNode primary = set.primary();
    set.createDatabase("shop");
    try (Connection connection =
            DriverManager.getConnection(primary.jdbcUrl("shop"), set.user(), set.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table item (id int primary key, amount int not null)");
      statement.executeUpdate("insert into item values (1, 0)");
    }
    set.awaitCaughtUp(Duration.ofSeconds(30));
  }

  private void line(String text) {
    System.out.println(text);
    page.line(text);
  }

  /** How reads ended. */
  private record Reads(long all, long offPrimary, long old) {
    Reads and(Reads more) {
      return new Reads(all + more.all, offPrimary + more.offPrimary, old + more.old);
    }

    long percentOffPrimary() {
      return Math.round(100.0 * offPrimary / all);
    }

    String stale() {
      return String.format(Locale.ROOT, "%,d of %,d", old, all);
    }
  }

  /** Pairs of a unit that writes and one that reads what was written. */
  private static final class Pairs {
    private final DataSource source;
    private final boolean commits;
    private final long primary;
    private Reads reads = new Reads(0, 0, 0);
    private long written;

    Pairs(DataSource source, boolean commits, ReplicaSet set, long written) {
      this.source = source;
      this.commits = commits;
      this.primary = set.nodes().indexOf(set.primary()) + 1L;
      this.written = written;
    }

    void run(int pairs) throws SQLException {
      for (int i = 0; i < pairs; i++) {
        write();
        reads = reads.and(read());
      }
    }

    private void write() throws SQLException {
      try (Connection connection = source.getConnection()) {
        connection.setReadOnly(false);
        connection.setAutoCommit(!commits);
        try (PreparedStatement statement =
            connection.prepareStatement("update item set amount = amount + 1 where id = 1")) {
          written += statement.executeUpdate();
        }
        end(connection);
      }
    }

    private Reads read() throws SQLException {
      try (Connection connection = source.getConnection()) {
        connection.setReadOnly(true);
        connection.setAutoCommit(!commits);
        Reads one;
        try (PreparedStatement statement =
                connection.prepareStatement("select amount, @@server_id from item where id = 1");
            ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          one = new Reads(1, row.getLong(2) == primary ? 0 : 1, row.getLong(1) == written ? 0 : 1);
        }
        end(connection);
        return one;
      }
    }

    private void end(Connection connection) throws SQLException {
      if (commits) {
        connection.commit();
      }
    }
  }
}
