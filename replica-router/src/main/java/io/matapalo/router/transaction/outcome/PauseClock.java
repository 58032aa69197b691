package io.matapalo.router.transaction.outcome;

import io.matapalo.jvm.NanoTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock that measures deadlines and makes the pauses between attempts. Thread-safe. */
public interface PauseClock {

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Returns after {@code pause}, or earlier by throwing. */
  void pause(Duration pause) throws InterruptedException;

  /** Pauses; false if the thread was interrupted meanwhile, whose flag stays set. */
  default boolean pauseUnlessInterrupted(Duration pause) {
    try {
      pause(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Runs {@code task} once, on a thread of its own, when {@code after} has passed, unless the alarm
   * is cancelled before that. To cancel it does not wait for a task that runs.
   */
  Alarm alarm(Duration after, Runnable task);

  /** A task that is to run later. */
  @FunctionalInterface
  interface Alarm {
    void cancel();
  }

  /** The system's clock. */
  static PauseClock ofTheSystem() {
    return new OfTheSystem();
  }

  /**
   * The system's clock. One daemon thread waits for the alarms of all runners of the process; it
   * ends when there are none for a while. Thread-safe.
   */
  final class OfTheSystem implements PauseClock {

    private static final long IDLE_SECONDS = 10;
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    /** Shorter than most deadlines, see {@link #lookOut}. */
    private static final long LOOK_OUT_MILLIS = 500;

    /** Two threads at once may each make one, which costs a wake-up and nothing else. */
    private static volatile Future<?> lookOut = CompletableFuture.completedFuture("none yet");

    private OfTheSystem() {}

    @Override
    public long nanos() {
      return NanoTime.now();
    }

    @Override
    public void pause(Duration pause) throws InterruptedException {
      // Nobody opens this latch, so the wait ends with the time or the interrupt.
      boolean opened = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
      if (opened) {
        throw new IllegalStateException("nobody opens this latch");
      }
    }

    /** A task has a thread of its own, because it may block and other alarms are due meanwhile. */
    @Override
    public Alarm alarm(Duration after, Runnable task) {
      lookOut();
      Future<?> due =
          ALARMS.schedule(
              () -> daemon(task, "matapalo-deadline").start(),
              after.toNanos(),
              TimeUnit.NANOSECONDS);
      return () -> due.cancel(false);
    }

    /**
     * Keeps a task before the alarms. The thread sleeps until its earliest task, and each earlier
     * one wakes it: without this task most units of work would, twice, for an alarm that they
     * cancel a moment later. An alarm that is earlier still wakes it, and so is in time.
     */
    private static void lookOut() {
      if (lookOut.isDone()) {
        lookOut = ALARMS.schedule(() -> {}, LOOK_OUT_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private static ScheduledThreadPoolExecutor alarms() {
      ScheduledThreadPoolExecutor alarms =
          new ScheduledThreadPoolExecutor(1, task -> daemon(task, "matapalo-alarms"));
      alarms.setRemoveOnCancelPolicy(true);
      alarms.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
      alarms.allowCoreThreadTimeOut(true);
      return alarms;
    }

    private static Thread daemon(Runnable task, String name) {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      // It would hold the loader of the application whose call came first.
      thread.setContextClassLoader(null);
      return thread;
    }
  }
}
