package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.transaction.FakeDatabase.Strikes;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.work.Transaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the runner makes of a commit whose answer was lost. */
final class CommitInDoubtTest {

  private static final TransactionPolicy BUY = TransactionPolicy.writing("Shop.buy");

  private final FakeDatabase database = new FakeDatabase();
  private final ManualClock time = new ManualClock();
  private TransactionRunner runner = runner("single");

  @AfterEach
  void everyConnectionIsGivenBack() {
    assertThat(database.openConnections()).isZero();
  }

  @Test
  void aCommitThatWentThroughIsAnsweredWithItsResultAndRunsItsHooksOnce() throws Exception {
    database.failing("commit", Strikes.AFTER, CommitInDoubtTest::linkLost);
    List<String> hooks = new ArrayList<>();
    String answer =
        runner.inTransaction(
            BUY,
            tx -> {
              tx.afterCommit(() -> hooks.add("mail"));
              return add(tx, "sold");
            });
    assertThat(answer).isEqualTo("sold");
    assertThat(database.counter("sold")).isEqualTo(1);
    assertThat(hooks).containsExactly("mail");
    assertThat(states()).containsExactly("committed");
    assertThat(count(Event.RESOLVED_COMMITTED)).isEqualTo(1);
  }

  @Test
  void aCommitThatNeverArrivedIsFencedAndTheWorkRunsAgainUnderAnotherId() throws Exception {
    database.failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost);
    List<String> hooks = new ArrayList<>();
    runner.inTransaction(
        BUY,
        tx -> {
          tx.afterCommit(() -> hooks.add("mail " + tx.attempt()));
          return add(tx, "sold");
        });
    assertThat(database.counter("sold")).isEqualTo(1);
    assertThat(states()).containsExactlyInAnyOrder("fenced", "committed");
    assertThat(hooks).containsExactly("mail 2");
    assertThat(count(Event.RESOLVED_NOT_COMMITTED)).isEqualTo(1);
    assertThat(retries(Cause.LINK_LOST)).isEqualTo(1);
  }

  /** A repeat never helps a transaction that is too large, and nothing is in doubt. */
  @Test
  void aCommitThatIsRefusedIsToldOnce() {
    database.failing(
        "commit",
        Strikes.BEFORE,
        () -> new SQLException("Maximum writeset size exceeded", "HY000", 1105));

    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, "sold")))
        .isInstanceOf(FailedTransactionException.class)
        .hasMessage(
            "Shop.buy was not committed: its COMMIT was refused with error 1105; see the cause")
        .cause()
        .hasMessage("Maximum writeset size exceeded");
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
    assertThat(count(Event.IN_DOUBT)).isZero();
    assertThat(database.counter("sold")).isZero();
  }

  /** A fence's own commit may lose its answer: the same fence again finds out. */
  @ParameterizedTest
  @EnumSource(Strikes.class)
  void aFenceWhoseAnswerIsLostIsRepeatedWithTheSameId(Strikes strikes) throws Exception {
    database
        .failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost)
        .failing("commit", strikes, CommitInDoubtTest::linkLost);
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(database.counter("sold")).isEqualTo(1);
    assertThat(states()).containsExactlyInAnyOrder("fenced", "committed");
  }

  @Test
  void aFenceThatLosesAgainstAnotherNodeIsRepeated() throws Exception {
    runner = runner("multi-primary");
    database
        .failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost)
        .failing("commit", Strikes.BEFORE, () -> new SQLException("conflict", "40001", 1213));
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(states()).containsExactlyInAnyOrder("fenced", "committed");
  }

  @Test
  void whileTheOriginalRunsTheFenceWaitsASecondAtATimeAndThenTellsUnknown() {
    database.failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost);
    for (int i = 0; i < 1_000; i++) {
      database.failing(
          "insert into matapalo_outcome (id, state) values (?, 'fenced')",
          Strikes.BEFORE,
          () -> new SQLException("lock wait", "40001", 1205));
    }
    List<String> hooks = new ArrayList<>();
    TransactionPolicy hurried = BUY.withDeadline(Duration.ofSeconds(5));
    Outcome<String> outcome =
        runner.run(
            hurried,
            tx -> {
              tx.afterCommit(() -> hooks.add("mail"));
              return add(tx, "sold");
            });
    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    assertThat(hooks).isEmpty();
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
    assertThat(time.waits().stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(hurried.deadline());
    assertThat(database.steps()).contains("set session innodb_lock_wait_timeout = 1");
  }

  @Test
  void anUnknownOutcomeNamesItsIdWhichProvesItLater() {
    database.failing("commit", Strikes.BEFORE, this::everythingGone);
    List<OutcomeId> ids = new ArrayList<>();
    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, "sold")))
        .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> ids.add(e.id().orElseThrow()))
        .hasMessageContaining("outcomeOf(");
    database.heal();
    assertThat(runner.outcomeOf(ids.getFirst())).isInstanceOf(Resolution.Open.class);
    assertThat(runner.settle(ids.getFirst())).isEqualTo(new Resolution.NotCommitted());
    assertThat(runner.outcomeOf(ids.getFirst())).isEqualTo(new Resolution.NotCommitted());
    assertThat(database.counter("sold")).isZero();
  }

  @Test
  void theLockWaitOfTheConnectionIsSetBack() throws Exception {
    database.failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost);
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(database.steps())
        .containsSubsequence(
            "set session innodb_lock_wait_timeout = 1",
            "set session innodb_lock_wait_timeout = 50",
            "commit");
  }

  @Test
  void withoutOutcomeRowALostAnswerIsUnknownAndNothingRunsAgain() {
    database.failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost);
    assertThatThrownBy(() -> runner.inTransaction(BUY.withoutOutcomeRow(), tx -> add(tx, "sold")))
        .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> assertThat(e.id()).isEmpty());
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
    assertThat(database.rows()).isEmpty();
  }

  @Test
  void aReadWhoseCommitLosesItsAnswerHasItsResult() throws Exception {
    database.failing("commit", Strikes.BEFORE, CommitInDoubtTest::linkLost);
    String answer =
        runner.inTransaction(TransactionPolicy.reading("Shop.buy"), tx -> add(tx, "seen"));
    assertThat(answer).isEqualTo("seen");
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
  }

  /** A primary that took over may lack what the lost one had committed. */
  @Test
  void afterAFailoverTheAbsenceOfTheRowProvesNothing() {
    runner = runner("primary-replica");
    database.failing(
        "commit",
        Strikes.AFTER,
        () -> {
          database.moveTo("b");
          database.rows().clear();
          return linkLost();
        });
    Outcome<String> outcome = runner.run(BUY, tx -> add(tx, "sold"));
    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    assertThat(states()).isEmpty();
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
  }

  @Test
  void afterAFailoverTheRowProvesTheCommit() throws Exception {
    runner = runner("primary-replica");
    database.failing(
        "commit",
        Strikes.AFTER,
        () -> {
          database.moveTo("b");
          return linkLost();
        });
    String answer = runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(answer).isEqualTo("sold");
    assertThat(database.counter("sold")).isEqualTo(1);
  }

  @Test
  void onSeveralPrimariesAnotherNodeMayFence() throws Exception {
    runner = runner("multi-primary");
    database.failing(
        "commit",
        Strikes.BEFORE,
        () -> {
          database.moveTo("b");
          return linkLost();
        });
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(states()).containsExactlyInAnyOrder("fenced", "committed");
  }

  /** Whatever a COMMIT fails with: only the row tells what it did. */
  @Test
  void aCommitThatFailsWithAnyErrorIsProvenBeforeItIsRepeated() throws Exception {
    database.failing("commit", Strikes.BEFORE, () -> new SQLException("disk", "HY000", 1114));
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(states()).containsExactlyInAnyOrder("fenced", "committed");
    assertThat(count(Event.IN_DOUBT)).isEqualTo(1);
  }

  @Test
  void anInterruptWhileAskingLeavesItUnknown() {
    database.failing("commit", Strikes.BEFORE, this::everythingGone);
    time.interrupt();
    assertThat(runner.run(BUY, tx -> add(tx, "sold"))).isInstanceOf(Outcome.Unknown.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void idsOlderThanTheHorizonAreRefused() {
    OutcomeId old = OutcomeId.next(Instant.parse("2025-12-01T00:00:00Z"), new Random(1));
    assertThatThrownBy(() -> runner.settle(old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outcome.horizon");
    assertThat(database.rows()).isEmpty();
  }

  @Test
  void rowsWithinTwiceTheHorizonAreNotPurged() {
    assertThatThrownBy(() -> runner.purgeOutcomes(Duration.ofDays(13)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT336H");
  }

  private TransactionRunner runner(String topology) {
    return time.runner(database.source(), TransactionSettings.from(Map.of("topology", topology)));
  }

  private List<String> states() {
    return database.rows().values().stream().map(FakeDatabase.Row::state).toList();
  }

  private long count(Event event) {
    return runner.metrics().of("Shop.buy").events().getOrDefault(event, 0L);
  }

  private long retries(Cause cause) {
    return runner.metrics().of("Shop.buy").retries().getOrDefault(cause, 0L);
  }

  private static String add(Transaction tx, String name) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      statement.executeUpdate("add " + name);
    }
    return name;
  }

  private SQLException everythingGone() {
    for (int i = 0; i < 1_000; i++) {
      database.failing("connect", Strikes.BEFORE, CommitInDoubtTest::linkLost);
    }
    return linkLost();
  }

  private static SQLException linkLost() {
    return new java.sql.SQLNonTransientConnectionException("gone", "08S01", 0);
  }
}
