package io.matapalo.router.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Lets things happen to servers, one after the other, each at its second of a run. Confined to a
 * thread.
 */
final class Faults {

  /** What happens and when, by the plan. */
  private record Fault(Duration at, String what, Runnable action) {}

  private final List<Fault> plan = new ArrayList<>();
  private final List<String> happened = new ArrayList<>();
  private final Runnable look;

  /**
   * @param look done twice a second while nothing happens
   */
  Faults(Runnable look) {
    this.look = look;
  }

  /** After all that was planned before. */
  Faults at(int second, String what, Runnable action) {
    plan.add(new Fault(Duration.ofSeconds(second), what, action));
    return this;
  }

  /** Lets everything happen, then waits until the run is over. */
  void run(Duration length) {
    long begin = System.nanoTime();
    for (Fault fault : plan) {
      await(begin, fault.at());
      long began = System.nanoTime() - begin;
      fault.action().run();
      happened.add(
          "%.1f s: %s (took %.1f s)"
              .formatted(began / 1e9, fault.what(), (System.nanoTime() - begin - began) / 1e9));
    }
    await(begin, length);
  }

  private void await(long begin, Duration at) {
    long end = begin + at.toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(at.plusSeconds(30))
        .until(() -> {
          look.run();
          return System.nanoTime() >= end;
        });
  }

  /** With the seconds at which it truly happened. */
  List<String> happened() {
    return List.copyOf(happened);
  }
}
