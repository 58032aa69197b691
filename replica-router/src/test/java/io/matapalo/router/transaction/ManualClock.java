package io.matapalo.router.transaction;

import io.matapalo.router.transaction.outcome.PauseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A clock that only pauses and tests move. Confined to one thread. */
final class ManualClock implements PauseClock {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> waits = new ArrayList<>();
  private final List<Ringing> alarms = new ArrayList<>();
  private boolean interrupted;

  TransactionRunner runner(DataSource source, TransactionSettings settings) {
    return new TransactionRunner(
        source, settings, this, () -> START.plusNanos(nanos.get()), new Random(42));
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  /** Time passes; alarms that are due then ring on this thread. */
  void pass(Duration time) {
    long now = nanos.addAndGet(time.toNanos());
    List<Ringing> due = alarms.stream().filter(alarm -> alarm.at() - now <= 0).toList();
    alarms.removeAll(due);
    due.forEach(alarm -> alarm.task().run());
  }

  /** A task, and when it is due. */
  private record Ringing(long at, Runnable task) {}

  @Override
  public Alarm alarm(Duration after, Runnable task) {
    Ringing alarm = new Ringing(nanos.get() + after.toNanos(), task);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  /** The next wait is interrupted. */
  void interrupt() {
    interrupted = true;
  }

  List<Duration> waits() {
    return waits;
  }

  @Override
  public void pause(Duration pause) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    waits.add(pause);
    pass(pause);
  }
}
