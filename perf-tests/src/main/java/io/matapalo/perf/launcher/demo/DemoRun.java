package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.engine.LoadRun;
import io.matapalo.perf.bench.engine.Timeline;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the staged comparison: one load without a pause, the flag file rewritten between windows.
 * Confined to one thread.
 */
public final class DemoRun {
  private static final int PROGRESS_SECONDS = 4;

  private final DemoPlan plan;
  private final LoadSetup load;
  private final Sides sides;
  private final MonotonicClock clock;
  private final Consumer<String> progress;

  public DemoRun(
      DemoPlan plan, LoadSetup load, Sides sides, MonotonicClock clock, Consumer<String> progress) {
    this.plan = plan;
    this.load = load;
    this.sides = sides;
    this.clock = clock;
    this.progress = progress;
  }

  /** The counters at both ends of a window. */
  private record Readings(SqlReading before, SqlReading after) {}

  /** Blocks until all windows are over and every request has ended. */
  public DemoResult run() throws InterruptedException {
    rehearse(Side.FAST_PATH);
    rehearse(Side.LEGACY);
    List<DemoPlan.Step> steps = plan.steps();
    List<Readings> readings = new ArrayList<>();
    long boundary = clock.nanos();
    Timeline timeline = timeline(steps, boundary);
    LoadRun running = load.engine().start(load.arrivals(), load.requests(), timeline);
    QuietReading quiet = new QuietReading(sides, running, clock);
    try {
      for (DemoPlan.Step step : steps) {
        if (!readings.isEmpty()) {
          sides.flipTo(step.side());
        }
        boundary += TimeUnit.SECONDS.toNanos(step.seconds());
        readings.add(watch(step, boundary, timeline, quiet));
        requireOffering(running);
      }
    } finally {
      running.stop(boundary);
    }
    return result(timeline.numbers(clock.nanos()), readings);
  }

  /** All windows before the load begins: no request waits for its own, however busy we are. */
  private static Timeline timeline(List<DemoPlan.Step> steps, long startNanos) {
    Timeline timeline = new Timeline(steps.getFirst().window(), startNanos);
    long boundary = startNanos;
    for (int i = 1; i < steps.size(); i++) {
      boundary += TimeUnit.SECONDS.toNanos(steps.get(i - 1).seconds());
      timeline.open(steps.get(i).window(), boundary);
    }
    // What ends after the last window must not count as achieved in it.
    timeline.open("end", boundary + TimeUnit.SECONDS.toNanos(steps.getLast().seconds()));
    return timeline;
  }

  private void rehearse(Side side) throws InterruptedException {
    sides.flipTo(side);
    clock.waitUntil(clock.nanos() + TimeUnit.SECONDS.toNanos(plan.guard()));
    new Rehearsal(load, plan.rehearsal(), clock, progress).of(sides.name(side));
  }

  private Readings watch(DemoPlan.Step step, long endNanos, Timeline timeline, QuietReading quiet)
      throws InterruptedException {
    SqlReading before = quiet.take();
    SqlReading last = before;
    long lastNanos = clock.nanos();
    while (clock.nanos() < endNanos) {
      clock.waitUntil(Math.min(endNanos, lastNanos + TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)));
      SqlReading present = sides.read();
      long presentNanos = clock.nanos();
      double seconds = (presentNanos - lastNanos) / (double) TimeUnit.SECONDS.toNanos(1);
      progress.accept(
          ProgressLine.of(
              step.window(), timeline.nextInterval(), seconds, answeredBy(last, present)));
      last = present;
      lastNanos = presentNanos;
    }
    return new Readings(before, quiet.take());
  }

  private String answeredBy(SqlReading last, SqlReading present) {
    List<String> shares = new ArrayList<>();
    for (SqlCounters side : sides.counters()) {
      shares.add(side.side() + " " + present.requestsSince(last, side.side()));
    }
    return String.join(", ", shares);
  }

  private static void requireOffering(LoadRun running) {
    if (!running.isOffering()) {
      throw new DemoException("the load generator stopped by itself; its log says why");
    }
  }

  private DemoResult result(List<WindowNumbers> windows, List<Readings> readings) {
    List<WindowNumbers> stages = new ArrayList<>();
    List<WindowNumbers> outside = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      switch (plan.steps().get(i).kind()) {
        case MEASURED -> stages.add(withSql(windows.get(i), readings.get(i)));
        case OUTSIDE -> outside.add(withSql(windows.get(i), readings.get(i)));
      }
    }
    return new DemoResult(stages, outside);
  }

  private static WindowNumbers withSql(WindowNumbers window, Readings readings) {
    List<OperationNumbers> operations =
        window.operations().stream()
            .map(one -> one.withSql(readings.after().since(readings.before(), one.operation())))
            .toList();
    return window.withOperations(operations);
  }
}
