package io.matapalo.proxy.resilience;

import io.matapalo.proxy.affinity.Instance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ejects an instance of one cluster that cannot be connected to, for a time that doubles with each
 * failure in a row. If all are ejected, all are used again. Thread-safe: one immutable map behind
 * one reference.
 */
public final class PassiveCheck {

  private final Duration baseEjection;
  private final Duration maxEjection;
  private final InstantSource clock;
  private final AtomicReference<Map<String, Ejection>> ejections = new AtomicReference<>(Map.of());

  /**
   * A check that has seen nothing yet.
   *
   * @param baseEjection ejection time after the first failure
   * @param maxEjection what the doubling ends at
   */
  public PassiveCheck(Duration baseEjection, Duration maxEjection, InstantSource clock) {
    this.baseEjection = baseEjection;
    this.maxEjection = maxEjection;
    this.clock = clock;
  }

  /**
   * Those of the instances that may be used, in the order given; never empty if the list is not.
   */
  public List<Instance> usable(List<Instance> instances) {
    Map<String, Ejection> current = ejections.get();
    if (current.isEmpty()) {
      return instances;
    }
    Instant now = clock.instant();
    List<Instance> usable =
        instances.stream().filter(instance -> !isEjected(current, instance, now)).toList();
    return usable.isEmpty() ? instances : usable;
  }

  private static boolean isEjected(
      Map<String, Ejection> ejections, Instance instance, Instant now) {
    Ejection ejection = ejections.get(instance.name());
    return ejection != null && now.isBefore(ejection.until());
  }

  /** A connection could not be opened: ejects the instance. True if it was not ejected before. */
  public boolean connectFailed(Instance instance) {
    Instant now = clock.instant();
    while (true) {
      Map<String, Ejection> current = ejections.get();
      if (isEjected(current, instance, now)) {
        return false;
      }
      Ejection before = current.get(instance.name());
      int failures = before == null ? 1 : before.failures() + 1;
      Map<String, Ejection> next = new HashMap<>(current);
      next.put(instance.name(), new Ejection(failures, now.plus(ejectionTime(failures))));
      if (ejections.compareAndSet(current, Map.copyOf(next))) {
        return true;
      }
    }
  }

  /** A connection was opened: forgets earlier failures. */
  public void connected(Instance instance) {
    if (ejections.get().isEmpty()) {
      return;
    }
    ejections.updateAndGet(current -> {
      if (!current.containsKey(instance.name())) {
        return current;
      }
      Map<String, Ejection> next = new HashMap<>(current);
      next.remove(instance.name());
      return Map.copyOf(next);
    });
  }

  private Duration ejectionTime(int failures) {
    int doublings = Math.min(failures - 1, 20);
    Duration time = baseEjection.multipliedBy(1L << doublings);
    return time.compareTo(maxEjection) < 0 ? time : maxEjection;
  }

  /** How often in a row, and until when. */
  private record Ejection(int failures, Instant until) {}
}
