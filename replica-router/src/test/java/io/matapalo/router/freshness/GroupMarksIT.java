package io.matapalo.router.freshness;

import static io.matapalo.router.mysql.RealMySql.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A session's own writes and what it was shown, over the members of a real group. */
@Tag("deep")
final class GroupMarksIT {
  private static final String COUNT = "select v from counter where id = %d";
  private static final String ADD = "update counter set v = v + 1 where id = %d";
  private static final int SESSIONS = 400;
  private static final int MOST_ATTEMPTS = 5;

  /** ER_TRANSACTION_ROLLBACK_DURING_COMMIT: everything is rolled back. */
  private static final int LOST_CERTIFICATION = 3101;

  private static final Duration SOON = Duration.ofSeconds(60);

  private static GroupReplication group;

  @BeforeAll
  static void start() throws SQLException {
    group = GroupReplication.start(RealMySql.config("marks-of-a-group"));
    group.createDatabase("shop");
    update(
        group.server(0),
        "create table counter (id int primary key, v bigint not null)",
        "insert into counter values (1, 0), (2, 0), (3, 0)");
    group.awaitCaughtUp(SOON);
  }

  @AfterAll
  static void stop() {
    if (group != null) {
      group.close();
    }
  }

  /** Sessions that go from member to member at random, each with a write and reads. */
  @ForEachDriver
  void noMemberShowsLessThanTheSessionHasSeen(Driver driver) throws SQLException {
    long seed = Long.getLong("matapalo.seed", 20_261_128);
    System.out.printf("GroupMarksIT %s, seed %d%n", driver, seed);
    Random random = new Random(seed);
    int stale = 0;
    try (MarkedMySql instance = new MarkedMySql(group, group.nodes(), driver, "10s")) {
      List<MarkedNode> members = new ArrayList<>();
      for (MySql server : group.nodes()) {
        members.add(instance.connect(server, Role.PRIMARY));
      }
      for (int session = 0; session < SESSIONS; session++) {
        try (MarkScope _ = instance.open()) {
          int row = 1 + random.nextInt(3);
          long seen = -1;
          for (int step = 0; step < 4; step++) {
            MarkedNode member = members.get(random.nextInt(3));
            if (member.ensure() != Freshness.FRESH) {
              stale++;
              continue;
            }
            if (step == 1) {
              writeAndWin(member, ADD.formatted(row));
              seen++;
            }
            long now = member.read(COUNT.formatted(row));
            assertThat(now).as("session %d step %d", session, step).isGreaterThanOrEqualTo(seen);
            seen = now;
          }
        }
      }
      for (MarkedNode member : members) {
        member.close();
      }
    }
    System.out.printf(
        "%d sessions, %d times a member was not fresh enough in time%n", SESSIONS, stale);
    assertThat(stale).isLessThan(SESSIONS);
  }

  /** An earlier session's write, which has not reached the member yet, makes this one lose. */
  private static void writeAndWin(MarkedNode member, String sql) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        member.write(sql);
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != LOST_CERTIFICATION || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        group.awaitCaughtUp(SOON);
      }
    }
  }

  /** A lock keeps the member from applying what comes. */
  @ForEachDriver
  void aMemberThatDoesNotApplyIsStale(Driver driver) throws SQLException {
    MySql slow = group.server(2);
    try (MarkedMySql instance = new MarkedMySql(group, group.nodes(), driver, "100ms");
        MarkedNode writer = instance.connect(group.server(0), Role.PRIMARY);
        MarkedNode behind = instance.connect(slow, Role.PRIMARY);
        Connection holder =
            DriverManager.getConnection(
                slow.jdbcUrl("shop"), slow.administrator(), slow.password());
        Statement lock = holder.createStatement();
        MarkScope _ = instance.open()) {
      lock.execute("lock tables counter read");
      writer.write(ADD.formatted(1));
      long written = writer.read(COUNT.formatted(1));
      assertThat(behind.ensure()).isEqualTo(Freshness.STALE);
      assertThat(writer.ensure()).isEqualTo(Freshness.FRESH);

      lock.execute("unlock tables");
      group.awaitCaughtUp(slow, SOON);
      assertThat(behind.ensure()).isEqualTo(Freshness.FRESH);
      assertThat(behind.read(COUNT.formatted(1))).isEqualTo(written);
    }
  }
}
