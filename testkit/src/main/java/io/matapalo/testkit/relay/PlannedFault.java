package io.matapalo.testkit.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A fault that strikes once, at the first command that matches. Thread-safe. */
public final class PlannedFault {
  private static final Duration RELEASE_DEADLINE = Duration.ofSeconds(10);

  private final CommandMatcher matcher;
  private final Fault fault;
  private final AtomicReference<Optional<ClientCommand>> claimed =
      new AtomicReference<>(Optional.empty());
  private final CountDownLatch struck = new CountDownLatch(1);
  private final AtomicReference<Optional<Predicate<Duration>>> held =
      new AtomicReference<>(Optional.empty());

  PlannedFault(CommandMatcher matcher, Fault fault) {
    this.matcher = matcher;
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /** Is it this command? If so, then no other one. */
  boolean claims(ClientCommand command) {
    Optional<ClientCommand> none = claimed.get();
    return none.isEmpty()
        && matcher.matches(command)
        && claimed.compareAndSet(none, Optional.of(command));
  }

  void strike() {
    struck.countDown();
  }

  void hold(Predicate<Duration> release) {
    held.set(Optional.of(release));
  }

  public boolean hasStruck() {
    return struck.getCount() == 0;
  }

  /** Waits until it has struck; false when the time is up first. */
  public boolean awaitStrike(Duration within) {
    try {
      return struck.await(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command at which it strikes or struck. */
  public Optional<ClientCommand> command() {
    return claimed.get();
  }

  /**
   * Lets a command that was held arrive at the server, and waits for the answer, which goes
   * nowhere. False when the server has not answered within 10 s, or has ended the connection
   * before.
   */
  public boolean release() {
    return held.get()
        .orElseThrow(
            () -> new IllegalStateException("%s at %s holds no command".formatted(fault, matcher)))
        .test(RELEASE_DEADLINE);
  }

  @Override
  public String toString() {
    return "%s at %s%s".formatted(fault, matcher, hasStruck() ? ", struck" : "");
  }
}
