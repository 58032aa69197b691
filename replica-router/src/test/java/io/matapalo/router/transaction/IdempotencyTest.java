package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.transaction.FakeDatabase.Strikes;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.outcome.IdempotencyConflictException;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.router.transaction.work.Transaction;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One key, one effect. */
final class IdempotencyTest {

  private static final TransactionPolicy BUY = TransactionPolicy.writing("Shop.buy");

  private final FakeDatabase database = new FakeDatabase();
  private final ManualClock time = new ManualClock();
  private final TransactionRunner runner = runner();

  @Test
  void theSecondCallWithAKeyAnswersTheFirstOnesResult() throws Exception {
    assertThat(buy("request-1", "two tickets", "order 1")).isEqualTo("order 1");
    assertThat(buy("request-1", "two tickets", "order 2")).isEqualTo("order 1");
    assertThat(database.counter("sold")).isEqualTo(1);
    assertThat(runner.metrics().of("Shop.buy").events())
        .containsEntry(Event.REPLAYED, 1L)
        .containsEntry(Event.COMMITTED, 1L);
  }

  @Test
  void anotherPayloadUnderTheKeyIsRefused() throws Exception {
    buy("request-1", "two tickets", "order 1");
    assertThatThrownBy(() -> buy("request-1", "three tickets", "order 2"))
        .isInstanceOf(IdempotencyConflictException.class)
        .hasMessageContaining("Shop.buy")
        .hasMessageNotContaining("request-1");
    assertThat(database.counter("sold")).isEqualTo(1);
  }

  @Test
  void theSameKeyOfAnotherOperationIsAnotherKey() throws Exception {
    buy("request-1", "two tickets", "order 1");
    StoredResult<String> stored =
        StoredResult.of(ResultCodec.text()).underKey("request-1", "two tickets");
    String answer =
        runner.inTransaction(
            TransactionPolicy.writing("Shop.return"), stored, tx -> add(tx, "returned"));
    assertThat(answer).isEqualTo("returned");
  }

  /** Another instance commits under the key while this one works. */
  @Test
  void whoComesSecondAtTheRowAnswersTheFirstOnesResultAndRunsNoHook() throws Exception {
    TransactionRunner other = runner();
    StoredResult<String> stored =
        StoredResult.of(ResultCodec.text()).underKey("request-1", "two tickets");
    List<String> hooks = new ArrayList<>();
    Thread[] rival = new Thread[1];
    String answer =
        runner.inTransaction(
            BUY,
            stored,
            tx -> {
              tx.afterCommit(() -> hooks.add("mine"));
              if (tx.attempt() == 1) {
                rival[0] =
                    Thread.ofPlatform()
                        .start(() -> other.run(BUY, stored, inner -> add(inner, "theirs")));
                rival[0].join();
              }
              return add(tx, "mine");
            });
    assertThat(answer).isEqualTo("theirs");
    assertThat(database.counter("mine")).isZero();
    assertThat(database.counter("theirs")).isEqualTo(1);
    assertThat(hooks).isEmpty();
  }

  @Test
  void aLostAnswerUnderAKeyIsOneEffect() throws Exception {
    database.failing(
        "commit", Strikes.AFTER, () -> new SQLNonTransientConnectionException("gone", "08S01", 0));
    assertThat(buy("request-1", "two tickets", "order 1")).isEqualTo("order 1");
    assertThat(buy("request-1", "two tickets", "order 2")).isEqualTo("order 1");
    assertThat(database.counter("sold")).isEqualTo(1);
  }

  @Test
  void aStoredResultIsToldWithTheOutcome() throws Exception {
    runner.inTransaction(
        BUY, StoredResult.of(ResultCodec.number()), tx -> (long) add(tx, "sold").length());
    OutcomeId id = database.rows().keySet().iterator().next();
    assertThat(runner.outcomeOf(id))
        .isInstanceOfSatisfying(
            Resolution.Committed.class,
            found ->
                assertThat(ResultCodec.number().decode().apply(found.result().orElseThrow()))
                    .isEqualTo(4L));
  }

  @Test
  void aResultThatIsTooLongIsRefusedBeforeTheCommit() {
    StoredResult<String> stored = StoredResult.of(ResultCodec.text());
    assertThatThrownBy(() -> runner.inTransaction(BUY, stored, tx -> add(tx, "x".repeat(8_193))))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("8193 bytes, at most 8192");
    assertThat(database.rows()).isEmpty();
    assertThat(database.steps()).doesNotContain("commit");
  }

  @Test
  void aResultNeedsARow() {
    StoredResult<String> stored = StoredResult.of(ResultCodec.text());
    assertThatThrownBy(
            () -> runner.inTransaction(BUY.withoutOutcomeRow(), stored, tx -> add(tx, "sold")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Shop.buy keeps no outcome row");
  }

  @Test
  void aBlankKeyIsRefused() {
    StoredResult<String> stored = StoredResult.of(ResultCodec.text());
    assertThatThrownBy(() -> stored.underKey(" ", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be blank");
  }

  private String buy(String key, String payload, String order) throws SQLException {
    StoredResult<String> stored = StoredResult.of(ResultCodec.text()).underKey(key, payload);
    return runner.inTransaction(
        BUY,
        stored,
        tx -> {
          add(tx, "sold");
          return order;
        });
  }

  private TransactionRunner runner() {
    return time.runner(database.source(), TransactionSettings.DEFAULT);
  }

  private static String add(Transaction tx, String name) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      statement.executeUpdate("add " + name);
    }
    return name;
  }
}
