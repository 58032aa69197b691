package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.transaction.FakeDatabase.Strikes;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.ConflictException.Reason;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.work.Transaction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts, waits, ends: what the runner does with what the work and the database throw. */
final class TransactionRunnerTest {

  private static final TransactionPolicy BUY = TransactionPolicy.writing("Shop.buy");

  private final FakeDatabase database = new FakeDatabase();
  private final ManualClock time = new ManualClock();
  private final TransactionRunner runner =
      time.runner(database.source(), TransactionSettings.DEFAULT);

  @AfterEach
  void everyConnectionIsGivenBack() {
    assertThat(database.openConnections()).isZero();
  }

  @Test
  void answersTheResultOfTheWork() throws Exception {
    String answer = runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(answer).isEqualTo("sold");
    assertThat(database.counter("sold")).isEqualTo(1);
  }

  @Test
  void writesTheOutcomeRowLastBeforeTheCommit() throws Exception {
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(database.steps())
        .containsSubsequence(
            "connect",
            "add sold",
            "insert into matapalo_outcome (id, state, key_hash, payload_hash, result)"
                + " values (?, 'committed', ?, ?, ?)",
            "commit",
            "close");
    assertThat(database.rows()).hasSize(1);
  }

  @Test
  void readsKeepNoRowAndAreDeclaredReadOnly() throws Exception {
    runner.inTransaction(TransactionPolicy.reading("Shop.look"), tx -> add(tx, "look"));
    assertThat(database.rows()).isEmpty();
    assertThat(database.steps())
        .containsSubsequence("setReadOnly true", "add look", "commit", "setReadOnly false");
  }

  @Test
  void setsTheIsolationAndSetsItBack() throws Exception {
    runner.inTransaction(
        BUY.withIsolation(Connection.TRANSACTION_SERIALIZABLE), tx -> add(tx, "sold"));
    assertThat(database.steps())
        .containsSubsequence(
            "setTransactionIsolation 8", "add sold", "commit", "setTransactionIsolation 4");
  }

  @ParameterizedTest
  @ValueSource(ints = {1213, 1205, 1020})
  void runsTheWholeWorkAgainAfterAConflict(int code) throws Exception {
    database.failing("add sold", Strikes.BEFORE, () -> error(code));
    List<Integer> attempts = new ArrayList<>();
    runner.inTransaction(
        BUY,
        tx -> {
          attempts.add(tx.attempt());
          add(tx, "begun");
          return add(tx, "sold");
        });
    assertThat(attempts).containsExactly(1, 2);
    assertThat(database.counter("begun")).isEqualTo(1);
    assertThat(database.counter("sold")).isEqualTo(1);
    assertThat(database.rows()).hasSize(1);
  }

  /** A node lost meanwhile came up as a raw code from the first call of an instance. */
  @Test
  void theFirstLookForTheOutcomeTableRunsAgainToo() {
    database.failing("select column_name", Strikes.BEFORE, () -> error(1047));
    assertThatThrownBy(() -> runner.checkOutcomeTable(BUY))
        .isInstanceOf(FailedTransactionException.class)
        .hasMessageContaining("there is no table matapalo_outcome");
    assertThat(time.waits()).hasSize(1);
  }

  @Test
  void runsAgainAfterAConflictAtCommit() throws Exception {
    database.failing("commit", Strikes.BEFORE, () -> error(1213));
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(database.counter("sold")).isEqualTo(1);
    assertThat(time.waits()).hasSize(1);
    assertThat(retries(Cause.CONFLICT)).isEqualTo(1);
  }

  @Test
  void runsAgainAfterAConflictInTheOutcomeRow() throws Exception {
    database.failing("insert into", Strikes.BEFORE, () -> error(1213));
    runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(database.counter("sold")).isEqualTo(1);
  }

  /** 1213 swallowed, then a normal return: half of the transaction would be stored. */
  @Test
  void refusesToCommitAfterAConflictThatTheWorkSwallowed() throws Exception {
    database.failing("add first", Strikes.BEFORE, () -> error(1213));
    runner.inTransaction(
        BUY,
        tx -> {
          try {
            add(tx, "first");
          } catch (SQLException e) {
            assertThat(tx.attempt()).isEqualTo(1);
            return "half";
          }
          return add(tx, "second");
        });
    assertThat(database.counter("first")).isEqualTo(1);
    assertThat(database.counter("second")).isEqualTo(1);
    assertThat(database.rows()).hasSize(1);
  }

  @Test
  void runsAgainWhenTheWorkWrapsTheConflict() throws Exception {
    database.failing("add sold", Strikes.BEFORE, () -> error(1213));
    String answer =
        runner.inTransaction(
            BUY,
            tx -> {
              try {
                return add(tx, "sold");
              } catch (SQLException e) {
                throw new IllegalStateException(new IOException(e));
              }
            });
    assertThat(answer).isEqualTo("sold");
  }

  @Test
  void handsUpWhatTheWorkThrowsAsItIsAndRollsBack() {
    IOException own = new IOException("no printer");
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  add(tx, "sold");
                  throw own;
                }))
        .isSameAs(own);
    assertThat(database.counter("sold")).isZero();
    assertThat(database.rows()).isEmpty();
    assertThat(database.steps()).contains("rollback");
    assertThat(count(Event.FAILED)).isEqualTo(1);
  }

  @Test
  void rollsBackForAnErrorOfTheWorkToo() {
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  add(tx, "sold");
                  throw new AssertionError("broken");
                }))
        .isInstanceOf(AssertionError.class);
    assertThat(database.counter("sold")).isZero();
    assertThat(database.steps()).contains("rollback");
  }

  @Test
  void handsUpAStatementsOwnErrorWithoutRetry() {
    database.failing("add sold", Strikes.BEFORE, () -> new SQLException("x", "42000", 1064));
    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, "sold")))
        .isInstanceOf(SQLException.class)
        .hasMessage("x");
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
  }

  @Test
  void givesUpAfterTheAttemptsOfThePolicyAndTellsTheCauses() {
    for (int i = 0; i < 3; i++) {
      database.failing("commit", Strikes.BEFORE, () -> error(1213));
    }
    assertThatThrownBy(() -> runner.inTransaction(BUY.withAttempts(3), tx -> add(tx, "sold")))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.ATTEMPTS);
              assertThat(e.attempts()).isEqualTo(3);
              assertThat(e.causes()).containsOnly(Cause.CONFLICT).hasSize(3);
            })
        .hasMessageContaining("Shop.buy was not committed")
        .cause()
        .isInstanceOf(SQLException.class);
    assertThat(database.counter("sold")).isZero();
    assertThat(count(Event.ATTEMPTS_EXHAUSTED)).isEqualTo(1);
  }

  @Test
  void waitsAreBetweenTheBaseAndTheCapAndGrow() throws Exception {
    for (int i = 0; i < 9; i++) {
      database.failing("commit", Strikes.BEFORE, () -> error(1213));
    }
    runner.inTransaction(BUY.withAttempts(10), tx -> add(tx, "sold"));
    assertThat(time.waits())
        .hasSize(9)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofMillis(2), Duration.ofMillis(250)));
    assertThat(time.waits().getLast()).isGreaterThan(time.waits().getFirst());
  }

  @Test
  void noAttemptBeginsAfterTheDeadline() {
    database.failing("commit", Strikes.BEFORE, () -> error(1213));
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY.withDeadline(Duration.ofSeconds(1)),
                tx -> {
                  time.pass(Duration.ofMillis(999));
                  return add(tx, "sold");
                }))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE));
    assertThat(count(Event.ATTEMPT)).isEqualTo(1);
    assertThat(time.waits()).isEmpty();
  }

  @Test
  void nothingIsCommittedAfterTheDeadline() {
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  time.pass(Duration.ofSeconds(16));
                  return add(tx, "sold");
                }))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("its deadline passed (PT15S)");
    assertThat(database.steps()).doesNotContain("commit").contains("rollback");
    assertThat(database.counter("sold")).isZero();
  }

  /**
   * Every call waits too long for a lock: retries stay within the floor and a tenth of the calls.
   */
  @Test
  void databaseThatSuffersGetsTenRetriesAndATenthOfTheCalls() {
    int refused = refusedCalls(1205, 1_000, 300);

    assertThat(retries(Cause.LOCK_WAIT)).isBetween(10L, 10L + 30L);
    assertThat(refused).isGreaterThan(250);
    assertThat(count(Event.BUDGET_EXHAUSTED)).isEqualTo(refused);
  }

  /** A healthy database refuses one of two writers of a row: fifty times as many retries. */
  @Test
  void aHotRowGetsFiveHundredRetriesAndFiveTimesTheCalls() {
    int refused = refusedCalls(1213, 10_000, 300);

    assertThat(retries(Cause.CONFLICT)).isBetween(1_500L, 500L + 1_500L);
    assertThat(refused).isGreaterThan(250);
  }

  /** How many of so many calls end by the budget, when so many statements fail. */
  private int refusedCalls(int code, int failures, int calls) {
    for (int i = 0; i < failures; i++) {
      database.failing("commit", Strikes.BEFORE, () -> error(code));
    }
    int refused = 0;
    for (int i = 0; i < calls; i++) {
      if (runner.run(BUY, tx -> add(tx, "sold")) instanceof Outcome.NotCommitted<?>(var cause)
          && cause instanceof ConflictException conflict
          && conflict.reason() == Reason.BUDGET) {
        assertThat(conflict)
            .hasMessageContaining(
                "the retry budget of this operation on the node (retry.budget-share 0.1, retry.budget-floor 10) is used up");
        refused++;
      }
    }
    return refused;
  }

  @Test
  void oneOperationsRetriesAreNotAnothers() throws Exception {
    for (int i = 0; i < 40; i++) {
      database.failing("add hot", Strikes.BEFORE, () -> error(1205));
    }
    for (int i = 0; i < 10; i++) {
      runner.run(TransactionPolicy.writing("Shop.hot"), tx -> add(tx, "hot"));
    }
    database.failing("add cold", Strikes.BEFORE, () -> error(1205));
    String answer = runner.inTransaction(BUY, tx -> add(tx, "cold"));
    assertThat(answer).isEqualTo("cold");
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() {
    database.failing("commit", Strikes.BEFORE, () -> error(1213));
    time.interrupt();
    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, "sold")))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void hooksRunOnceAfterTheCommitThatCounts() throws Exception {
    database.failing("commit", Strikes.BEFORE, () -> error(1213));
    List<String> ran = new ArrayList<>();
    runner.inTransaction(
        BUY,
        tx -> {
          int attempt = tx.attempt();
          tx.afterCommit(() -> ran.add("attempt " + attempt + " sees " + database.counter("sold")));
          return add(tx, "sold");
        });
    assertThat(ran).containsExactly("attempt 2 sees 1");
  }

  @Test
  void hooksOfARolledBackAttemptNeverRun() {
    List<String> ran = new ArrayList<>();
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  tx.afterCommit(() -> ran.add("mail"));
                  throw new IOException("no");
                }))
        .isInstanceOf(IOException.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void aHookThatThrowsChangesNothingAndTheOthersRun() throws Exception {
    List<String> ran = new ArrayList<>();
    String answer =
        runner.inTransaction(
            BUY,
            tx -> {
              tx.afterCommit(() -> {
                throw new IllegalStateException("mail server is away");
              });
              tx.afterCommit(() -> ran.add("second"));
              return add(tx, "sold");
            });
    assertThat(answer).isEqualTo("sold");
    assertThat(ran).containsExactly("second");
    assertThat(count(Event.HOOK_FAILED)).isEqualTo(1);
  }

  @Test
  void aHookMayBeginAUnitOfWorkOfItsOwn() throws Exception {
    runner.inTransaction(
        BUY,
        tx -> {
          tx.afterCommit(() -> runner.run(BUY, inner -> add(inner, "after")));
          return add(tx, "sold");
        });
    assertThat(database.counter("after")).isEqualTo(1);
  }

  @Test
  void takesAtMostAThousandHooks() {
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  for (int i = 0; i < 1_001; i++) {
                    tx.afterCommit(() -> {});
                  }
                  return 0;
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 1000");
  }

  @Test
  void refusesAUnitOfWorkInsideOfAnother() {
    assertThatThrownBy(() ->
            runner.inTransaction(
                BUY,
                tx -> {
                  add(tx, "outer");
                  return runner.inTransaction(
                      TransactionPolicy.writing("Shop.inner"), inner -> add(inner, "inner"));
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Shop.inner was refused: it is called inside of Shop.buy");
    assertThat(database.counter("outer")).isZero();
    assertThat(database.counter("inner")).isZero();
    assertThatCode(() -> runner.inTransaction(BUY, tx -> add(tx, "next")))
        .doesNotThrowAnyException();
  }

  @Test
  void runAnswersTheOutcomeInsteadOfThrowing() {
    IOException own = new IOException("no");
    assertThat(runner.run(BUY, tx -> add(tx, "sold"))).isEqualTo(new Outcome.Committed<>("sold"));
    Outcome<String> failed =
        runner.run(
            BUY,
            tx -> {
              throw own;
            });
    assertThat(failed).isEqualTo(new Outcome.NotCommitted<>(own));
  }

  @Test
  void retriesWhenNoConnectionCanBeHadForNow() throws Exception {
    database.failing("connect", Strikes.BEFORE, () -> new SQLException("full", "08004", 1040));
    String answer = runner.inTransaction(BUY, tx -> add(tx, "sold"));
    assertThat(answer).isEqualTo("sold");
    assertThat(retries(Cause.OVERLOAD)).isEqualTo(1);
  }

  @Test
  void countsTheTimeOfAttemptsInVain() throws Exception {
    database.failing("commit", Strikes.BEFORE, () -> error(1213));
    runner.inTransaction(
        BUY,
        tx -> {
          time.pass(Duration.ofMillis(100));
          return add(tx, "sold");
        });
    long lost = runner.metrics().of("Shop.buy").lostNanos();
    assertThat(Duration.ofNanos(lost))
        .isEqualTo(Duration.ofMillis(100).plus(time.waits().getFirst()));
  }

  @Test
  void reportsTheKeysThatConflict() throws Exception {
    database.failing("commit", Strikes.BEFORE, () -> error(1213));
    runner.inTransaction(BUY.on("seat:17"), tx -> add(tx, "sold"));
    runner.inTransaction(BUY.on("seat:18"), tx -> add(tx, "sold"));
    assertThat(runner.metrics().hottestKeys())
        .singleElement()
        .hasFieldOrPropertyWithValue("key", "seat:17");
  }

  private long count(Event event) {
    return events().getOrDefault(event, 0L);
  }

  private Map<Event, Long> events() {
    return runner.metrics().of("Shop.buy").events();
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

  private static SQLException error(int code) {
    return new SQLException("from the server", "40001", code);
  }
}
