package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.transaction.FakeDatabase.Strikes;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.ConflictException.Reason;
import io.matapalo.router.transaction.outcome.Outcome;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers are told while no node takes transactions. */
final class OutageTest {

  private static final TransactionPolicy BUY = TransactionPolicy.writing("Shop.buy");
  private static final TransactionPolicy LOOK = TransactionPolicy.reading("Shop.look");

  private final FakeDatabase database = new FakeDatabase();
  private final ManualClock time = new ManualClock();

  @Test
  void waitingForANodeTakesNothingFromTheBudget() {
    TransactionRunner runner = runner("15s");
    int calls = 50;
    for (int call = 0; call < calls; call++) {
      lose(3);
      assertThat(run(runner, BUY)).isInstanceOf(Outcome.Committed.class);
    }
    assertThat(retries(runner, Cause.NO_NODE)).isEqualTo(3L * calls);
  }

  /** The node answers that it is no part of its group, or too busy, before it takes anything. */
  @ParameterizedTest
  @CsvSource({"1047, NO_NODE", "1290, NO_NODE", "1040, OVERLOAD"})
  void aNodeThatRefusesIsNoneButABusyOneIs(int code, Cause cause) {
    TransactionRunner runner = runner("15s");
    database.failing(
        "connect", Strikes.BEFORE, () -> new SQLException("--read-only", "08001", code));
    run(runner, BUY);
    assertThat(retries(runner, cause)).isEqualTo(1);
  }

  @Test
  void theCallsDeadlineEndsItsWait() {
    TransactionRunner runner = runner("10m");
    lose(1_000);
    ConflictException told = refused(run(runner, BUY.withDeadline(Duration.ofSeconds(2))));
    assertThat(told.reason()).isEqualTo(Reason.DEADLINE);
    assertThat(told.causes()).containsOnly(Cause.NO_NODE);
    assertThat(told).hasMessageContaining("on node (none)");
    assertThat(time.nanos()).isLessThan(Duration.ofSeconds(2).toNanos());
  }

  /** The budget's ten retries are over soon; then only one call of ten is tried again. */
  @Test
  void whenTheOutageLastsCallersAreToldAtOnce() {
    TransactionRunner runner = runner("15s");
    lose(10_000);
    assertThat(refused(run(runner, BUY)).reason()).isIn(Reason.DEADLINE, Reason.ATTEMPTS);
    time.pass(Duration.ofSeconds(15));
    for (int call = 0; call < 10; call++) {
      run(runner, BUY);
    }
    long before = retries(runner, Cause.NO_NODE);
    for (int call = 0; call < 20; call++) {
      assertThat(refused(run(runner, BUY)).reason()).isEqualTo(Reason.BUDGET);
    }
    assertThat(retries(runner, Cause.NO_NODE) - before).isBetween(1L, 3L);
  }

  @Test
  void anAttemptThatReachesANodeEndsTheOutage() {
    TransactionRunner runner = runner("1s");
    lose(1);
    assertThat(run(runner, BUY)).isInstanceOf(Outcome.Committed.class);
    time.pass(Duration.ofMinutes(1));
    exhaustBudgetOfNoNode(runner);
    assertThat(run(runner, BUY)).isInstanceOf(Outcome.Committed.class);
    lose(3);
    assertThat(run(runner, BUY)).isInstanceOf(Outcome.Committed.class);
  }

  /** Replicas that serve reads are no reason to wait for a primary for ever. */
  @Test
  void readsThatFindANodeDoNotEndTheOutageOfWrites() {
    TransactionRunner runner = runner("1s");
    exhaustBudgetOfNoNode(runner);
    assertThat(run(runner, LOOK)).isInstanceOf(Outcome.Committed.class);
    lose(1);
    assertThat(refused(run(runner, BUY)).reason()).isEqualTo(Reason.BUDGET);
  }

  /** Once a node is reached, a broken link takes a whole retry from the budget of that node. */
  @Test
  void aBrokenLinkIsNoOutage() {
    TransactionRunner runner = runner("10m");
    for (int i = 0; i < 1_000; i++) {
      database.failing("add one", Strikes.BEFORE, () -> new SQLException("gone", "08S01", 1927));
    }
    Outcome<Boolean> outcome = run(runner, BUY);
    for (int call = 0; call < 20; call++) {
      outcome = run(runner, BUY);
    }
    assertThat(refused(outcome).reason()).isEqualTo(Reason.BUDGET);
    assertThat(retries(runner, Cause.LINK_LOST)).isBetween(10L, 12L);
    assertThat(retries(runner, Cause.NO_NODE)).isZero();
  }

  /** An outage that lasts: all that the budget allows is used up. */
  private void exhaustBudgetOfNoNode(TransactionRunner runner) {
    lose(10_000);
    Reason reason = Reason.DEADLINE;
    for (int call = 0; call < 20 && reason != Reason.BUDGET; call++) {
      reason = refused(run(runner, BUY)).reason();
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(reason).isEqualTo(Reason.BUDGET);
    database.heal();
  }

  private TransactionRunner runner(String nodeWait) {
    return time.runner(
        database.source(), TransactionSettings.from(Map.of("retry.node-wait", nodeWait)));
  }

  /** The next attempts find no node. */
  private void lose(int attempts) {
    for (int i = 0; i < attempts; i++) {
      database.failing(
          "connect", Strikes.BEFORE, () -> new SQLTransientConnectionException("no node", "08001"));
    }
  }

  private static long retries(TransactionRunner runner, Cause cause) {
    return runner.metrics().of("Shop.buy").retries().getOrDefault(cause, 0L);
  }

  private static Outcome<Boolean> run(TransactionRunner runner, TransactionPolicy policy) {
    return runner.run(
        policy,
        tx -> {
          try (Statement statement = tx.connection().createStatement()) {
            return statement.execute("add one");
          }
        });
  }

  private static ConflictException refused(Outcome<Boolean> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.NotCommitted.class);
    return (ConflictException) ((Outcome.NotCommitted<Boolean>) outcome).cause();
  }
}
