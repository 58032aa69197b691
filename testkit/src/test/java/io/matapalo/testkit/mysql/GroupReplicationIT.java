package io.matapalo.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.topology.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three real MySQL servers in a group. */
@Tag("deep")
class GroupReplicationIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void membersTakeWritesConflictLeaveDieAndReturn() throws Exception {
    try (GroupReplication group = GroupReplication.start(MySqlServers.config("mysql-group"))) {
      MySql a = group.server(0);
      MySql b = group.server(1);
      MySql c = group.server(2);
      group.createDatabase("shop");
      MySqlServers.update(
          a, "create table t (id int primary key, n int)", "insert into t values (1, 0), (2, 0)");
      awaitN(c, 2, 0);

      conflict(a, b);

      group.leave(c);
      group.awaitOnline(a, 2, SOON);
      assertThatThrownBy(() -> MySqlServers.update(c, "update t set n = 9 where id = 2"))
          .hasMessageContaining("read-only");
      group.join(c);
      group.awaitOnline(a, 3, SOON);

      b.kill();
      group.awaitOnline(a, 2, SOON);
      MySqlServers.update(c, "update t set n = 5 where id = 2");
      MySql back = group.restart(b);
      group.awaitOnline(a, 3, SOON);
      awaitN(back, 2, 5);
    }
  }

  @Test
  void memberWithoutMajorityGivesUpAndComesBack() throws Exception {
    try (GroupReplication group = GroupReplication.start(MySqlServers.config("mysql-quorum"))) {
      MySql alone = group.server(0);
      group.createDatabase("shop");
      MySqlServers.update(alone, "create table t (id int primary key, n int)");
      group.leaveWithoutMajority(alone, Duration.ofSeconds(1));
      group.pauseOthers(alone);
      try {
        Await.until(
            () ->
                MySqlServers.asked(alone, "select @@global.super_read_only")
                    .orElseThrow()
                    .equals("1"),
            SOON,
            () -> "read-only without a majority");
        assertThat(group.seenBy(alone))
            .contains(new GroupReplication.Member(alone.port(), "ERROR"));
      } finally {
        group.resumeOthers(alone);
      }
      group.awaitOnline(group.server(1), 2, SOON);
      group.leave(alone);
      group.join(alone);
      group.awaitOnline(group.server(1), 3, SOON);
      MySqlServers.update(alone, "insert into t values (1, 1)");
    }
  }

  /** Both change the same row; one of them is refused when it commits. */
  private static void conflict(MySql first, MySql second) throws SQLException {
    try (Connection one = first.connect("shop");
        Connection other = second.connect("shop");
        Statement onOne = one.createStatement();
        Statement onOther = other.createStatement()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      onOne.executeUpdate("update t set n = 1 where id = 1");
      onOther.executeUpdate("update t set n = 2 where id = 1");
      one.commit();
      assertThatThrownBy(other::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isIn(3101, 1180, 1213));
    }
    awaitN(first, 1, 1);
    awaitN(second, 1, 1);
  }

  private static void awaitN(MySql server, int id, int n) {
    Await.until(
        () ->
            MySqlServers.asked(server, "select n from t where id = " + id)
                .equals(Optional.of(String.valueOf(n))),
        SOON,
        () -> "row %d is %d on port %d".formatted(id, n, server.port()));
  }
}
