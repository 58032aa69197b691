package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.StepWire.Step;
import io.matapalo.fastpath.audit.AuditVerification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a fast path at each step of an operation, starts it again, and asks it the same again. The
 * steps are those that the operation takes when nobody is killed; each is printed with what it
 * leaves behind.
 */
abstract class KillAtEachStep extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir private Path ownFolder;
  private StepWire wire;
  private FastPathProcess process;

  /** Of the operation, such as {@code refund}. */
  abstract String name();

  /** The event whose tickets it is about. */
  abstract int event();

  /** Makes what must be there before; none of its steps. */
  abstract void prepare(SoapClient at, String requestId) throws SQLException;

  /** Asks for it. */
  abstract SoapClient.Answer ask(SoapClient at, String requestId);

  /** The rows that a killed fast path left, in a few words. */
  abstract String left(String requestId) throws SQLException;

  /**
   * Asserts that the answer is the right one and the rows are whole.
   *
   * @param killed what the killed fast path had changed
   * @param all what it and the repeat have changed
   */
  abstract void judge(String requestId, SoapClient.Answer answer, Totals killed, Totals all)
      throws SQLException;

  @BeforeEach
  void startOne() throws IOException {
    wire = StepWire.to(stack);
    process = wire.startFastPath(ownFolder, stack.newJournal());
  }

  @AfterEach
  void killTheLast() throws IOException {
    process.close();
    wire.close();
  }

  StepWire wire() {
    return wire;
  }

  /** At all of them, which it returns. */
  List<Step> killAtEachStep() throws Exception {
    String counted = "kill-%s-counted".formatted(name());
    prepare(process.client(), counted);
    Totals before = Totals.of(stack, event());
    List<Step> steps = wire.stepsOf(() -> ask(process.client(), counted));
    Totals all = Totals.of(stack, event()).minus(before);
    judge(counted, ask(process.client(), counted), before.minus(before), all);
    System.out.printf("%s has %d steps%n", name(), steps.size());
    int number = 0;
    for (Step step : steps) {
      killAt(++number, step);
    }
    return steps;
  }

  private void killAt(int number, Step step) throws Exception {
    String id = "kill-%s-%03d".formatted(name(), number);
    prepare(process.client(), id);
    Totals before = Totals.of(stack, event());
    killAt(step, id);
    String left = left(id);
    Totals killed = Totals.of(stack, event()).minus(before);
    process = wire.startFastPath(ownFolder, stack.newJournal());
    SoapClient.Answer answer = ask(process.client(), id);
    Totals all = Totals.of(stack, event()).minus(before);
    System.out.printf(
        "%s %2d %s%n      left: %s, %s%n      repeat: %d, in all: %s%n",
        name(), number, step, left, killed, answer.status(), all);
    judge(id, answer, killed, all);
    assertThat(ask(process.client(), id).body()).as("once more").isEqualTo(answer.body());
    assertThat(Totals.of(stack, event()).minus(before)).isEqualTo(all);
    assertThatTheAuditTrailIsWhole();
  }

  private void killAt(Step step, String requestId) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StepWire.Held held = wire.holdAt(step);
      SoapClient killed = process.client();
      Future<SoapClient.Answer> client = threads.submit(() -> ask(killed, requestId));
      boolean came = held.awaitIt(SOON);
      process.kill();
      wire.cut();
      assertThat(came).as(step.toString()).isTrue();
      assertThatThrownBy(client::get)
          .as("no answer")
          .hasCauseInstanceOf(UncheckedIOException.class);
    }
  }

  /** What is missing is missed only of orders older than a minute. */
  private static void assertThatTheAuditTrailIsWhole() throws SQLException {
    stack.update("UPDATE orders SET created_at = created_at - INTERVAL 2 MINUTE");
    try (Connection connection = stack.connect()) {
      assertThat(new AuditVerification(connection).run().findings()).isEmpty();
    }
  }
}
