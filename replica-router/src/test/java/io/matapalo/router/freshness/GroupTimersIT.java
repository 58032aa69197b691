package io.matapalo.router.freshness;

import static io.matapalo.router.mysql.RealMySql.asked;
import static io.matapalo.router.mysql.RealMySql.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.position.MySqlPositions;
import io.matapalo.router.mysql.RealMySql;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a group at its default timers does while a member is frozen, and when it wakes; and that the
 * barrier holds meanwhile. The figures of {@code docs/replica-router-placement.md} are its output.
 */
@Tag("deep")
final class GroupTimersIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int READS = 300;
  private static final String ADD = "update counter set v = v + 1 where id = 1";
  private static final String VALUE = "select v from counter where id = 1";

  @Test
  void aFrozenMemberSlowsCommitsUntilItIsExpelledAndReadsOldRowsWhenItWakes() throws Exception {
    try (GroupReplication group = started("timers")) {
      MySql writer = group.server(0);
      MySql reader = group.server(1);
      MySql frozen = group.server(2);
      try (Connection writing = writer.connect("shop");
          Connection barrier = reader.connect("shop");
          Connection reading = reader.connect("shop")) {
        long begun = System.nanoTime();
        frozen.pause();
        List<Long> commits = new ArrayList<>();
        List<Long> barriers = new ArrayList<>();
        while (members(reader) == group.nodes().size()) {
          commits.add(millisOf(() -> update(writing, ADD)));
          barriers.add(millisOf(() -> pass(barrier)));
          assertThat(asked(reading, VALUE)).isEqualTo(asked(writing, VALUE));
        }
        System.out.printf(
            "frozen member: expelled after %.1f s; median commit %d ms, longest %d; median barrier"
                + " %d ms, longest %d%n",
            secondsSince(begun),
            median(commits),
            Collections.max(commits),
            median(barriers),
            Collections.max(barriers));
        update(writing, ADD, ADD);
        wake(group, frozen, asked(writing, VALUE).orElseThrow());
      }
    }
  }

  /** Until it is a member again: what it reads, and what it answers to a write. */
  private static void wake(GroupReplication group, MySql frozen, String value) throws SQLException {
    long begun = System.nanoTime();
    frozen.resume();
    double old = 0;
    List<Integer> refusals = new ArrayList<>();
    try (Connection woken = frozen.connect("shop")) {
      while (!asked(woken, VALUE).orElseThrow().equals(value)) {
        old = secondsSince(begun);
        try {
          update(woken, "insert into counter values (" + (10 + refusals.size()) + ", 0)");
        } catch (SQLException e) {
          refusals.add(e.getErrorCode());
        }
      }
    } catch (SQLException e) {
      // OFFLINE_MODE ends the connections of users; it is told with the figures.
      refusals.add(e.getErrorCode());
    }
    group.awaitOnline(group.server(0), group.nodes().size(), SOON);
    System.out.printf(
        "woken member: old reads for %.1f s, writes answered with %s, online again after %.1f s%n",
        old, refusals.stream().distinct().toList(), secondsSince(begun));
  }

  /** Reads on another member right after a write, without the barrier and with it. */
  @Test
  void afterABarrierNoReadIsStale() throws Exception {
    try (GroupReplication group = started("barrier");
        Connection writing = group.server(0).connect("shop");
        Connection barrier = group.server(1).connect("shop");
        Connection reading = group.server(1).connect("shop")) {
      int without = 0;
      int with = 0;
      for (int read = 0; read < READS; read++) {
        update(writing, ADD);
        without += asked(reading, VALUE).equals(asked(writing, VALUE)) ? 0 : 1;
        update(writing, ADD);
        pass(barrier);
        with += asked(reading, VALUE).equals(asked(writing, VALUE)) ? 0 : 1;
      }
      System.out.printf("stale of %d: %d without barrier, %d with it%n", READS, without, with);
      assertThat(with).isZero();
    }
  }

  private static GroupReplication started(String name) throws SQLException {
    GroupReplication group = GroupReplication.start(RealMySql.config(name));
    group.createDatabase("shop");
    update(
        group.server(0),
        "create table counter (id int primary key, v bigint not null)",
        "insert into counter values (1, 0)");
    group.awaitCaughtUp(SOON);
    for (MySql member : group.nodes()) {
      // MySQL's defaults, of which the testkit's groups differ.
      member.administer(
          "set global group_replication_member_expel_timeout = 5",
          "set global group_replication_exit_state_action = 'OFFLINE_MODE'",
          "set global group_replication_autorejoin_tries = 3");
    }
    return group;
  }

  private static void pass(Connection barrier) throws SQLException {
    assertThat(new MySqlPositions(true).groupBarrier(barrier)).isPresent();
  }

  private static long members(MySql reader) throws SQLException {
    return Long.parseLong(
        asked(reader, "select count(*) from performance_schema.replication_group_members")
            .orElseThrow());
  }

  /** One statement of a test. */
  private interface Call {
    void run() throws SQLException;
  }

  private static long millisOf(Call call) throws SQLException {
    long begun = System.nanoTime();
    call.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private static double secondsSince(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static long median(List<Long> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }
}
