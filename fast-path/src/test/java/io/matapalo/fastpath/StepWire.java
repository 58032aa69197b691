package io.matapalo.fastpath;

import io.matapalo.testkit.relay.ClientCommand;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The wire of one fast path to its database and its payment provider; for tests. It names each step
 * of an operation, and holds the operation up at one. Thread-safe.
 *
 * <p>A step is a command to the database or a call to the provider, either before it arrives or
 * once it is answered. A ping is no step: whether the pool sends one depends on the time.
 */
final class StepWire implements AutoCloseable {

  /** The words of no command. */
  private static final Step NOWHERE = new Step("", 0, Moment.BEFORE);

  private static final String CALL = "POST ";
  private static final int MOST_WORDS = 56;

  private final TurnstileStack stack;
  private final FaultRelay database;
  private final FaultyRelay payments;
  private final List<String> seen = new ArrayList<>();
  private volatile Step wanted = NOWHERE;
  private volatile CountDownLatch callHeld = new CountDownLatch(1);
  private volatile CountDownLatch cut = new CountDownLatch(1);
  private volatile Runnable atAuthorisation = () -> {};

  private StepWire(TurnstileStack stack) {
    this.stack = stack;
    this.database = FaultRelay.toPort(stack.database.port());
    this.payments = FaultyRelay.before(stack.payments.url());
  }

  /** Which end of a command or call the operation has come to. */
  enum Moment {
    /** The other side knows nothing of it yet. */
    BEFORE,
    /** The other side has done it, and the fast path has not heard of it. */
    AFTER
  }

  /** The {@code occurrence}-th command or call of an operation that reads so. */
  record Step(String words, int occurrence, Moment moment) {

    @Override
    public String toString() {
      return "%-6s %s%s".formatted(moment, words, occurrence == 1 ? "" : " (" + occurrence + ")");
    }
  }

  /** To the servers of the stack. */
  static StepWire to(TurnstileStack stack) {
    StepWire wire = new StepWire(stack);
    wire.payments.watch(wire::call);
    return wire;
  }

  /**
   * Starts a fast path at this wire. Its steps are always the same: it has one connection, nothing
   * in the background comes a second time, and an event is read from the database each time.
   * Nothing times out while it is held up.
   */
  FastPathProcess startFastPath(Path folder, Path journal) throws IOException {
    TurnstileDatabase relayed = stack.database.atPort(database.port());
    String yaml =
        """
        jdbc-url: "%s"
        jdbc-user: "%s"
        pool-size: 1
        borrow-timeout: 60s
        redis-url: %s
        redis-timeout: 10s
        event-life: 1ms
        payment-url: %s
        payment-timeout: 60s
        tax-url: %s
        tax-timeout: 60s
        request-deadline: 60s
        lock-wait: 30s
        sweep-age: 5m
        sweep-every: 24h
        expire-every: 24h
        session-flush-every: 24h
        usage-journal: %s
        usage-add-up-every: 24h
        """
            .formatted(
                relayed.jdbcUrl(),
                relayed.user(),
                stack.redis.url(),
                payments.url(),
                stack.taxes.url(),
                journal);
    return FastPathProcess.start(folder, yaml, relayed.password());
  }

  /** Runs {@code work} whenever a payment is to be authorised. */
  void atAuthorisation(Runnable work) {
    atAuthorisation = work;
  }

  /** All steps of an operation, in their order, by running it. */
  List<Step> stepsOf(Runnable operation) {
    begin(NOWHERE);
    database.onNext(CommandMatcher.where(this::isHere, "no command"), Fault.BLACKHOLE);
    operation.run();
    database.forget();
    List<Step> steps = new ArrayList<>();
    synchronized (this) {
      for (int i = 0; i < seen.size(); i++) {
        int occurrence = Collections.frequency(seen.subList(0, i + 1), seen.get(i));
        String words = seen.get(i);
        Stream.of(Moment.values()).map(at -> new Step(words, occurrence, at)).forEach(steps::add);
      }
    }
    return steps;
  }

  /** The next operation comes as far as this step; waits until it is there, or time is up. */
  Held holdAt(Step step) {
    begin(step);
    Fault fault = step.moment() == Moment.BEFORE ? Fault.BLACKHOLE : Fault.HOLD_ANSWER;
    PlannedFault planned =
        database.onNext(CommandMatcher.where(this::isHere, step.toString()), fault);
    return step.words().startsWith(CALL)
        ? within -> awaited(callHeld, within)
        : planned::awaitStrike;
  }

  /** An operation that is to come to a step. */
  @FunctionalInterface
  interface Held {
    /** Waits until it is there; false when the time is up first. */
    boolean awaitIt(Duration within);
  }

  /** Ends all connections, so that nothing that was held up arrives. */
  void cut() {
    cut.countDown();
    database.forget();
    database.cut();
  }

  private synchronized void begin(Step step) {
    database.forget();
    seen.clear();
    wanted = step;
    callHeld = new CountDownLatch(1);
    cut = new CountDownLatch(1);
  }

  private boolean isHere(ClientCommand command) {
    return command.code() != ClientCommand.PING && isHere(words(command));
  }

  private synchronized boolean isHere(String words) {
    seen.add(words);
    return words.equals(wanted.words())
        && Collections.frequency(seen, words) == wanted.occurrence();
  }

  /** What a command does, without values. */
  private static String words(ClientCommand command) {
    String text =
        command
            .text()
            .replaceAll("(?s)/\\*.*?\\*/", " ")
            .replaceAll("'[^']*'", "?")
            .replaceAll("(?<![\\w=])\\d+(\\.\\d+)?", "?")
            .replaceAll("\\s+", " ")
            .strip();
    String named = text.isEmpty() ? "command " + command.code() : text;
    return named.substring(0, Math.min(MOST_WORDS, named.length()));
  }

  private HttpResponse<byte[]> call(String path, FaultyRelay.Passage passage) throws IOException {
    String words = CALL + path.replaceAll("/pay_\\w+/", "/ID/");
    if (path.endsWith("/payments")) {
      atAuthorisation.run();
    }
    if (!isHere(words)) {
      return passage.pass();
    }
    if (wanted.moment() == Moment.AFTER) {
      passage.pass();
    }
    callHeld.countDown();
    throw new IOException("cut off by the test: " + awaited(cut, Duration.ofMinutes(1)));
  }

  private static boolean awaited(CountDownLatch latch, Duration within) {
    try {
      return latch.await(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    database.close();
    payments.close();
  }
}
