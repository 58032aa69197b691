package io.matapalo.testkit.mysql;

import io.matapalo.testkit.binaries.TestkitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts several servers at once, all or none, and waits for what they become. Stateless. */
final class Starting {
  private static final Duration POLL = Duration.ofMillis(20);

  private Starting() {}

  static List<MySql> all(List<MySqlConfig> configs) {
    List<MySql> started = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MySql>> starts =
          configs.stream()
              .map(config -> threads.submit((Callable<MySql>) () -> MySql.start(config)))
              .toList();
      TestkitException failure = null;
      for (Future<MySql> start : starts) {
        try {
          started.add(start.get());
        } catch (ExecutionException e) {
          failure = new TestkitException("a MySQL server did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          failure = new TestkitException("interrupted while MySQL servers were starting", e);
        }
      }
      if (failure != null) {
        started.forEach(MySql::kill);
        throw failure;
      }
    }
    return List.copyOf(started);
  }

  static void await(String what, Duration within, BooleanSupplier condition) {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TestkitException("not within %s: %s".formatted(within, what));
      }
      try {
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TestkitException("interrupted while waiting for " + what, e);
      }
    }
  }
}
