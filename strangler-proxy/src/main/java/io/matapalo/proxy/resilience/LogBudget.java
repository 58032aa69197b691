package io.matapalo.proxy.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How often a line may be logged whose pace a broken upstream sets: once an interval, so that it
 * cannot fill the disk. Thread-safe.
 */
public final class LogBudget {

  private final long intervalMillis;
  private final InstantSource clock;
  private final AtomicReference<Span> span = new AtomicReference<>(new Span(Long.MIN_VALUE, 0));

  /** A budget of one line an interval. */
  public LogBudget(Duration interval, InstantSource clock) {
    this.intervalMillis = interval.toMillis();
    this.clock = clock;
  }

  /** How many lines were withheld before this one; empty if this one is withheld too. */
  public OptionalLong take() {
    long now = clock.millis();
    Span before =
        span.getAndUpdate(current ->
            now >= current.endMillis
                ? new Span(now + intervalMillis, 0)
                : new Span(current.endMillis, current.withheld + 1));
    return now >= before.endMillis ? OptionalLong.of(before.withheld) : OptionalLong.empty();
  }

  private record Span(long endMillis, long withheld) {}
}
