package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fast path is killed at each step of adding usage up: what it told its clients is in the counter
 * once the next one runs, and no more than once.
 */
final class UsageKillIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int CLIENTS = 8;

  @TempDir private Path ownFolder;

  /** Where the flush stands when the process dies. */
  enum Step {
    READING_THE_PLACE("SELECT added_up FROM usage_journal", Fault.BLACKHOLE),
    MAKING_THE_PLACE("INSERT INTO usage_journal", Fault.BLACKHOLE),
    MOVING_THE_PLACE("UPDATE usage_journal", Fault.BLACKHOLE),
    MOVING_THE_COUNTER("UPDATE usage_counter", Fault.BLACKHOLE),
    COMMIT_NOT_SENT("", Fault.CUT_BEFORE),
    COMMIT_ON_ITS_WAY("", Fault.HOLD_COMMAND),
    COMMIT_DONE_AND_NOT_TOLD("", Fault.LOSE_ANSWER);

    private final String statement;
    private final Fault fault;

    Step(String statement, Fault fault) {
      this.statement = statement;
      this.fault = fault;
    }

    CommandMatcher command() {
      return statement.isEmpty() ? CommandMatcher.commit() : CommandMatcher.query(statement);
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void whatWasToldIsCountedOnceAtWhateverStepTheProcessDies(Step step) throws Exception {
    String reference = newInstruction(step.name());
    long before = use();
    try (FaultRelay relay = FaultRelay.toPort(stack.database.port())) {
      PlannedFault fault;
      try (FastPathProcess killed = process(relay.port(), "100ms")) {
        fault = relay.onNext(step.command(), step.fault);
        for (int i = 0; i < 5; i++) {
          assertThat(get(killed.client(), reference)).isEqualTo(200);
        }
        assertThat(fault.awaitStrike(SOON)).as(fault.toString()).isTrue();
      }
      if (step == Step.COMMIT_ON_ITS_WAY) {
        assertThat(fault.release()).isTrue();
      }
    }
    addUpWhatIsLeft();

    assertThat(use() - before).isEqualTo(5);
  }

  @Test
  void aProcessThatDiesBeforeItsFirstFlushHasLostNothing() throws Exception {
    String reference = newInstruction("kill-unflushed");
    long before = use();
    try (FastPathProcess killed = process(stack.database.port(), "5m")) {
      for (int i = 0; i < 7; i++) {
        assertThat(get(killed.client(), reference)).isEqualTo(200);
      }
      assertThatThrownBy(this::addUpWhatIsLeft).hasMessageContaining("is in use");
    }
    assertThat(use()).isEqualTo(before);
    addUpWhatIsLeft();

    assertThat(use() - before).isEqualTo(7);
  }

  /** What was under way when it died, and not told, may be counted or not. */
  @Test
  void aProcessThatDiesUnderLoadHasCountedWhatItTold() throws Exception {
    String reference = newInstruction("kill-load");
    long before = use();
    AtomicInteger told = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        FastPathProcess killed = process(stack.database.port(), "20ms")) {
      for (int i = 0; i < CLIENTS; i++) {
        threads.execute(() -> getUntilItIsGone(killed.client(), reference, told));
      }
      await().atMost(SOON).until(() -> told.get() > 500);
      killed.kill();
    }
    addUpWhatIsLeft();

    assertThat(use() - before).isBetween((long) told.get(), (long) told.get() + CLIENTS);
  }

  private static void getUntilItIsGone(SoapClient gone, String reference, AtomicInteger told) {
    try {
      while (true) {
        if (get(gone, reference) == 200) {
          told.incrementAndGet();
        }
      }
    } catch (UncheckedIOException e) {
      // It was killed.
    }
  }

  private FastPathProcess process(int databasePort, String addUpEvery) throws IOException {
    TurnstileDatabase database = stack.database.atPort(databasePort);
    String yaml =
        """
        jdbc-url: "%s"
        jdbc-user: "%s"
        redis-url: %s
        payment-url: %s
        tax-url: %s
        pool-size: 4
        usage-journal: %s
        usage-add-up-every: %s
        """
            .formatted(
                database.jdbcUrl(),
                database.user(),
                stack.redis.url(),
                stack.payments.url(),
                stack.taxes.url(),
                journal(),
                addUpEvery);
    return FastPathProcess.start(ownFolder, yaml, database.password());
  }

  private Path journal() {
    return ownFolder.resolve("killed.journal");
  }

  /** Starts an instance on the killed one's journal; its orderly end adds up all that is there. */
  private void addUpWhatIsLeft() {
    assertThat(Files.exists(journal())).isTrue();
    FastPathServer.start(stack.configOn(journal())).close();
  }

  /** By itself, so that nobody counts its making. */
  private static String newInstruction(String requestId) throws SQLException {
    stack.update(
        "INSERT INTO instruction (instruction_reference, request_id, request_digest, customer_id,"
            + " payment_token, card_last_four, amount, currency, frequency, status, created_at)"
            + " VALUES (CONCAT('I-', ?), ?, REPEAT('d', 64), 51, 'pay_1', '1111', 1, 'EUR',"
            + " 'MONTHLY', 'ACTIVE', NOW(3))",
        requestId,
        requestId);
    return "I-" + requestId;
  }

  private static int get(SoapClient from, String reference) {
    return from.ask("instructions", "get", "<reference>" + reference + "</reference>").status();
  }

  private static long use() throws SQLException {
    return Long.parseLong(
        stack.rows("SELECT used FROM usage_counter WHERE name = 'instructions'").getFirst());
  }
}
