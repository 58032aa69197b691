package io.matapalo.router.freshness;

import static io.matapalo.router.mysql.RealMySql.asked;
import static io.matapalo.router.mysql.RealMySql.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MySqlGtids;
import io.matapalo.router.freshness.position.MySqlPositions;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.mysql.RealMySql;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.mysql.MySqlReplicas;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What {@code gtid_executed} and {@code gtid_owned} prove about what can be read, while others
 * write: on a primary, on a replica with several appliers, and on a member of a group.
 */
@Tag("deep")
final class MySqlBoundsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final int READS = 600;
  private static final int ENOUGH_ROWS = 300;
  private static final int WRITERS = 6;

  private static final String READ = "select writer, max(number) from numbered group by writer";
  private static final String EXECUTED = "select @@global.gtid_executed";

  /**
   * One read: what the server had before it by its own word, the highest number seen of each writer
   * (-1 for none), and what it had after, by {@code gtid_executed} alone and as we bound it.
   */
  private record Sample(GtidSet before, List<Integer> seen, GtidSet executedAfter, GtidSet bound) {}

  @Test
  void boundsHoldOnPrimaryAndReplica() throws Exception {
    try (MySqlReplicas all = MySqlReplicas.start(RealMySql.config("bounds"), 1)) {
      all.createDatabase("shop");
      MySql replica = all.replicas().getFirst();
      numbered(all.primary(), List.of(replica));
      prove("primary", all.primary(), Collections.nCopies(WRITERS, all.primary()), false);
      all.awaitCaughtUp(replica, SOON);
      numbered(all.primary(), List.of(replica));
      prove("replica", replica, Collections.nCopies(WRITERS, all.primary()), false);
    }
  }

  @Test
  void boundsHoldOnMemberOfGroup() throws Exception {
    try (GroupReplication group = GroupReplication.start(RealMySql.config("bounds-of-a-group"))) {
      group.createDatabase("shop");
      numbered(group.server(0), group.nodes());
      List<MySql> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(group.server(i % 2));
      }
      prove("member that writes", group.server(0), writers, true);
      group.awaitCaughtUp(SOON);
      numbered(group.server(0), group.nodes());
      group.awaitCaughtUp(SOON);
      prove("member that only applies", group.server(2), writers, true);
    }
  }

  private static void prove(String who, MySql server, List<MySql> writers, boolean inGroup)
      throws Exception {
    List<Sample> samples;
    PositionWriters written = PositionWriters.start(writers);
    try (written) {
      samples = samples(server, writers.size(), new MySqlPositions(inGroup));
      written.stop();
    }
    int unreadable = 0;
    int uncovered = 0;
    int uncoveredByExecuted = 0;
    for (Sample sample : samples) {
      for (int writer = 0; writer < written.count(); writer++) {
        int last = sample.seen().get(writer);
        if (last + 1 < written.rowsOf(writer)
            && sample.before().contains(written.position(writer, last + 1))) {
          unreadable++;
        }
        if (last >= 0) {
          GtidSet position = written.position(writer, last);
          uncovered += sample.bound().contains(position) ? 0 : 1;
          uncoveredByExecuted += sample.executedAfter().contains(position) ? 0 : 1;
        }
      }
    }
    int rows = IntStream.range(0, written.count()).map(written::rowsOf).sum();
    System.out.printf(
        "%s: %d reads, %d rows; covered but unreadable %d; read but above the bound %d; read but not"
            + " in gtid_executed alone %d%n",
        who, samples.size(), rows, unreadable, uncovered, uncoveredByExecuted);
    assertThat(samples).as(who).hasSizeGreaterThanOrEqualTo(READS);
    assertThat(rows).as(who).isGreaterThan(ENOUGH_ROWS);
    assertThat(unreadable).as(who).isZero();
    assertThat(uncovered).as(who).isZero();
  }

  private static List<Sample> samples(MySql server, int writers, Positions positions)
      throws SQLException {
    List<Sample> samples = new ArrayList<>();
    long end = System.nanoTime() + DEADLINE.toNanos();
    try (Connection connection = server.connect("shop")) {
      while ((samples.size() < READS || rowsShownBy(samples) <= ENOUGH_ROWS)
          && System.nanoTime() < end) {
        GtidSet before = executed(connection);
        List<Integer> seen = seen(connection, writers);
        // Each bound is asked for right after a read, in turns.
        boolean boundFirst = samples.size() % 2 == 0;
        GtidSet early = boundFirst ? bound(positions, connection) : executed(connection);
        GtidSet late = boundFirst ? executed(connection) : bound(positions, connection);
        samples.add(new Sample(before, seen, boundFirst ? late : early, boundFirst ? early : late));
      }
    }
    return samples;
  }

  /** Writers number their rows from 0. */
  private static int rowsShownBy(List<Sample> samples) {
    return samples.getLast().seen().stream().mapToInt(last -> last + 1).sum();
  }

  private static GtidSet bound(Positions positions, Connection connection) throws SQLException {
    return positions.bound(connection).orElseThrow();
  }

  private static GtidSet executed(Connection connection) throws SQLException {
    return MySqlGtids.parse(asked(connection, EXECUTED).orElse(""));
  }

  private static List<Integer> seen(Connection connection, int writers) throws SQLException {
    List<Integer> seen = new ArrayList<>(Collections.nCopies(writers, -1));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(READ)) {
      while (rows.next()) {
        seen.set(rows.getInt(1), rows.getInt(2));
      }
    }
    return seen;
  }

  private static void numbered(MySql writer, List<MySql> readers) throws SQLException {
    update(
        writer,
        "drop table if exists numbered",
        "create table numbered (writer int, number int, primary key (writer, number))");
    String now = asked(writer, EXECUTED).orElseThrow();
    for (MySql reader : readers) {
      String reached = "select wait_for_executed_gtid_set('" + now + "', 60)";
      assertThat(asked(reader, reached)).hasValue("0");
    }
  }
}
