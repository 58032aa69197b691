package io.matapalo.perf.bench.workload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The latest values learnt from answers, up to a bound; the oldest gives way. Thread-safe. */
final class RecentValues {
  private final int capacity;

  @GuardedBy("this")
  private final List<String> values = new ArrayList<>();

  @GuardedBy("this")
  private int oldest;

  RecentValues(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(String value) {
    if (values.size() < capacity) {
      values.add(value);
      return;
    }
    values.set(oldest, value);
    oldest = (oldest + 1) % capacity;
  }

  synchronized Optional<String> any(RandomGenerator random) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(random.nextInt(values.size())));
  }
}
