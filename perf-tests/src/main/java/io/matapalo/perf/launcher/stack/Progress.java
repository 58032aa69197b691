package io.matapalo.perf.launcher.stack;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Lines on the terminal with the seconds since the start before them. Thread-safe. */
public final class Progress {
  private final PrintStream out;
  private final MonotonicClock clock;
  private final long startNanos;

  public Progress(PrintStream out, MonotonicClock clock) {
    this.out = out;
    this.clock = clock;
    this.startNanos = clock.nanos();
  }

  /** Prints one line. */
  public void say(String line) {
    out.printf("[%6.1f s] %s%n", seconds(), line);
    out.flush();
  }

  /** Prints text as it is, without the time. */
  public void print(String text) {
    out.println(text);
    out.flush();
  }

  private double seconds() {
    return (clock.nanos() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
