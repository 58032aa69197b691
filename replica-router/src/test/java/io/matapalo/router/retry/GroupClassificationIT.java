package io.matapalo.router.retry;

import static io.matapalo.router.mysql.RealMySql.asked;
import static io.matapalo.router.mysql.RealMySql.update;
import static io.matapalo.router.retry.MySqlFailures.says;
import static io.matapalo.router.retry.MySqlFailures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.retry.MySqlFailures.Vendor;
import io.matapalo.router.retry.MySqlFailures.Work;
import io.matapalo.router.retry.Verdict.Action;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of the table that only Group Replication gives, with both drivers. */
@Tag("deep")
final class GroupClassificationIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Verdict CONFLICT =
      new Verdict(Action.RETRY, Cause.CONFLICT, true, false, false);
  private static final int ROUNDS = 40;

  private static GroupReplication group;
  private static MySql a;
  private static MySql b;

  @BeforeAll
  static void start() {
    group = GroupReplication.start(RealMySql.config("failures-of-a-group"));
    group.createDatabase("shop");
    a = group.server(0);
    b = group.server(1);
  }

  @AfterAll
  static void stop() {
    if (group != null) {
      group.close();
    }
  }

  @BeforeEach
  void rows() throws SQLException {
    update(
        a,
        "drop table if exists stock",
        "create table stock (id int primary key, n int)",
        "insert into stock values (1, 0), (2, 0), (3, 0), (4, 0)");
    group.awaitCaughtUp(SOON);
  }

  /** Commits that meet: the group certifies one and vetoes the other. */
  @ParameterizedTest
  @EnumSource
  void commitsThatMeetAreDecidedByTheGroup(Vendor vendor) throws Exception {
    List<Integer> codes = new ArrayList<>();
    long stored = 0;
    try (Connection onA = vendor.begin(a);
        Connection onB = vendor.begin(b);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        Future<Optional<SQLException>> first = threads.submit(() -> increment(onA, together));
        Future<Optional<SQLException>> second = threads.submit(() -> increment(onB, together));
        for (Future<Optional<SQLException>> commit : List.of(first, second)) {
          Optional<SQLException> thrown = commit.get(60, TimeUnit.SECONDS);
          stored += thrown.isEmpty() ? 1 : 0;
          thrown.ifPresent(e -> {
            codes.add(e.getErrorCode());
            assertThat(vendor.verdict(e, Phase.COMMIT)).as(e.toString()).isEqualTo(CONFLICT);
            if (e.getErrorCode() == 3101) {
              says(e, 3101, "40000");
            }
          });
        }
        onA.rollback();
        onB.rollback();
      }
    }
    System.out.printf("%s: %d stored, codes %s%n", vendor, stored, codes);
    assertThat(codes).contains(3101).isSubsetOf(3101, 1180, 1213);
    group.awaitCaughtUp(b, SOON);
    assertThat(read(b, 1)).hasValue(String.valueOf(stored));
  }

  /** The other's change has come and taken the open transaction back; COMMIT tells it. */
  @ParameterizedTest
  @EnumSource
  void commitAfterTheOthersChangeCameIsRefused(Vendor vendor) throws SQLException {
    try (Connection onB = vendor.begin(b)) {
      update(onB, "update stock set n = 7 where id = 2");
      update(a, "update stock set n = 1 where id = 2");
      await().atMost(SOON).until(() -> read(b, 2).equals(Optional.of("1")));

      SQLException thrown = thrownBy(onB::commit);

      says(thrown, 1180, "HY000");
      assertThat(thrown.getMessage()).contains("Got error 149");
      assertThat(vendor.verdict(thrown, Phase.COMMIT)).isEqualTo(CONFLICT);
      onB.rollback();
      assertThat(asked(onB, "select n from stock where id = 2")).hasValue("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void statementAfterTheOthersChangeCameIsRefused(Vendor vendor) throws SQLException {
    try (Connection onB = vendor.begin(b)) {
      update(onB, "update stock set n = 7 where id = 2");
      update(a, "update stock set n = 1 where id = 2");
      await().atMost(SOON).until(() -> read(b, 2).equals(Optional.of("1")));

      SQLException thrown = thrownBy(() -> update(onB, "update stock set n = 8 where id = 3"));

      says(thrown, 1213, "40001");
      assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION)).isEqualTo(CONFLICT);
      onB.rollback();
    }
    assertThat(read(b, 3)).hasValue("0");
  }

  /** Both drivers at once, since the outage takes long; what becomes of them nobody can say. */
  @Test
  void commitWhileTheMajorityIsLostIsUnknown() throws Exception {
    MySql alone = group.server(2);
    group.leaveWithoutMajority(alone, Duration.ofSeconds(1));
    try (Connection one = Vendor.CONNECTOR_J.begin(alone);
        Connection other = Vendor.MARIADB.begin(alone);
        Connection autocommit = Vendor.CONNECTOR_J.connect(alone);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      update(one, "update stock set n = 1 where id = 1");
      update(other, "update stock set n = 1 where id = 2");
      group.pauseOthers(alone);
      try {
        Future<SQLException> first = threads.submit(() -> thrownBy(one::commit));
        Future<SQLException> second = threads.submit(() -> thrownBy(other::commit));
        Future<SQLException> third =
            threads.submit(
                () -> thrownBy(() -> update(autocommit, "update stock set n = 1 where id = 3")));

        unknown(Vendor.CONNECTOR_J, first.get(60, TimeUnit.SECONDS), Phase.COMMIT);
        unknown(Vendor.MARIADB, second.get(60, TimeUnit.SECONDS), Phase.COMMIT);
        unknown(Vendor.CONNECTOR_J, third.get(60, TimeUnit.SECONDS), Phase.AUTOCOMMIT_WRITE);

        await()
            .atMost(SOON)
            .until(() -> asked(alone, "select @@global.super_read_only").equals(Optional.of("1")));
        for (Vendor vendor : Vendor.values()) {
          readsOnly(alone, vendor);
        }
      } finally {
        group.resumeOthers(alone);
      }
    }
    rejoin(alone);
  }

  private static void rejoin(MySql left) throws SQLException {
    group.awaitOnline(a, 2, SOON);
    group.leave(left);
    group.join(left);
    group.awaitOnline(a, 3, SOON);
    System.out.println(
        "what was unknown was stored: "
            + asked(a, "select group_concat(n order by id) from stock").orElseThrow());
  }

  private static void unknown(Vendor vendor, SQLException thrown, Phase phase) {
    says(thrown, 3100, "HY000");
    boolean dooms = phase == Phase.COMMIT;
    assertThat(vendor.verdict(thrown, phase))
        .isEqualTo(new Verdict(Action.OUTCOME_UNKNOWN, Cause.NODE_NOT_READY, dooms, true, true));
  }

  /** A member that has given up still reads, and says of writes that it is read-only. */
  private static void readsOnly(MySql alone, Vendor vendor) throws SQLException {
    try (Connection connection = vendor.begin(alone)) {
      assertThat(asked(connection, "select count(*) from stock")).hasValue("4");
      Work write = () -> update(connection, "update stock set n = 9 where id = 4");
      SQLException thrown = thrownBy(write);
      says(thrown, 1290, "HY000");
      assertThat(vendor.verdict(thrown, Phase.IN_TRANSACTION))
          .isEqualTo(new Verdict(Action.RETRY_ELSEWHERE, Cause.READ_ONLY_NODE, true, true, true));
      connection.rollback();
    }
  }

  private static Optional<SQLException> increment(Connection connection, CyclicBarrier together)
      throws Exception {
    Optional<SQLException> early = Optional.empty();
    try {
      update(connection, "update stock set n = n + 1 where id = 1");
    } catch (SQLException e) {
      early = Optional.of(e);
    }
    together.await(60, TimeUnit.SECONDS);
    if (early.isPresent()) {
      return early;
    }
    try {
      connection.commit();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
    }
  }

  private static Optional<String> read(MySql server, int id) throws SQLException {
    return asked(server, "select n from stock where id = " + id);
  }
}
