package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.transaction.FakeDatabase.Strikes;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.ConflictException.Reason;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.work.Transaction;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One deadline: it ends what runs, also a COMMIT, and what is asked about a lost answer. */
final class TransactionDeadlineTest {

  private static final TransactionPolicy BUY =
      TransactionPolicy.writing("Shop.buy").withDeadline(Duration.ofSeconds(5));
  private static final Duration FOR_COMMIT = Duration.ofSeconds(4);

  private final FakeDatabase database = new FakeDatabase();
  private final ManualClock time = new ManualClock();
  private final TransactionRunner runner =
      time.runner(database.source(), TransactionSettings.DEFAULT);

  @AfterEach
  void everyConnectionIsGivenBack() {
    assertThat(database.openConnections()).isZero();
  }

  /** A node that is frozen answers nothing; the caller hears of the deadline, not of a socket. */
  @Test
  void aStatementThatHangsIsBrokenOffAtTheDeadline() {
    database.failing("add sold", Strikes.BEFORE, () -> brokenOffAfter(BUY.deadline()));
    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, "sold")))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE));
    assertThat(time.nanos()).isEqualTo(BUY.deadline().toNanos());
    assertThat(database.counter("sold")).isZero();
  }

  /** Also where the driver's words about the aborted connection mean nothing to anybody. */
  @Test
  void whatADriverSaysOfABrokenOffConnectionIsNotHandedUp() {
    database.failing(
        "add sold",
        Strikes.BEFORE,
        () -> {
          time.pass(BUY.deadline());
          return new SQLException("stream has already been closed", "HY000", 0);
        });
    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, "sold")))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE));
  }

  @Test
  void whatTheWorkItselfThrowsGoesUpAlsoAfterTheDeadline() {
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  time.pass(BUY.deadline());
                  throw new IllegalStateException("sold out");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sold out");
  }

  /** A fifth of the deadline, a second at most, is left to prove what became of it. */
  @Test
  void aCommitThatHangsIsBrokenOffInTimeForItsProof() {
    database.failing("commit", Strikes.AFTER, () -> brokenOffAfter(FOR_COMMIT));
    Outcome<String> outcome = runner.run(BUY, tx -> add(tx, "sold"));
    assertThat(outcome).isEqualTo(new Outcome.Committed<>("sold"));
    assertThat(time.nanos()).isEqualTo(FOR_COMMIT.toNanos());
  }

  /** Galera holds up all writers for six seconds when a node is lost: so long none waits. */
  @Test
  void whereNothingProvesItTheCallerIsToldAtTheDeadline() {
    database.failing(
        "commit",
        Strikes.BEFORE,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            database.failing("connect", Strikes.BEFORE, TransactionDeadlineTest::linkLost);
          }
          return brokenOffAfter(FOR_COMMIT);
        });
    Outcome<String> outcome = runner.run(BUY, tx -> add(tx, "sold"));
    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    assertThat(time.nanos()).isEqualTo(BUY.deadline().toNanos());
  }

  @Test
  void aQuickTransactionLeavesNoAlarmBehind() throws Exception {
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    time.pass(BUY.deadline());
    assertThat(database.steps()).doesNotContain("abort");
  }

  /** What comes of a call that hangs until the alarm aborts its connection. */
  private SQLException brokenOffAfter(Duration hangs) {
    time.pass(hangs);
    assertThat(database.steps()).contains("abort");
    return linkLost();
  }

  private static SQLException linkLost() {
    return new SQLNonTransientConnectionException("gone", "08S01", 0);
  }

  private static String add(Transaction tx, String name) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      statement.executeUpdate("add " + name);
    }
    return name;
  }
}
