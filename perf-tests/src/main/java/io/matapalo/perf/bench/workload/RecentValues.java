package io.matapalo.perf.bench.workload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the latest answers said, up to a bound; the oldest gives way. One entry holds the texts of
 * the same elements of one answer. Thread-safe.
 */
final class RecentValues {
  private final int capacity;
  private final List<String> elements;

  @GuardedBy("this")
  private final List<Map<String, String>> ring = new ArrayList<>();

  @GuardedBy("this")
  private int oldest;

  @GuardedBy("this")
  private int size;

  /**
   * Nothing yet.
   *
   * @param elements local names of what an entry holds
   */
  RecentValues(int capacity, List<String> elements) {
    this.capacity = capacity;
    this.elements = List.copyOf(elements);
  }

  List<String> elements() {
    return elements;
  }

  synchronized void add(Map<String, String> entry) {
    int place = (oldest + size) % capacity;
    if (place == ring.size()) {
      ring.add(entry);
    } else {
      ring.set(place, entry);
    }
    if (size < capacity) {
      size++;
    } else {
      oldest = (oldest + 1) % capacity;
    }
  }

  /** One of them, which stays. */
  synchronized Optional<Map<String, String>> any(RandomGenerator random) {
    return size == 0
        ? Optional.empty()
        : Optional.of(ring.get((oldest + random.nextInt(size)) % capacity));
  }

  /** The oldest, which nobody gets again. */
  synchronized Optional<Map<String, String>> take() {
    if (size == 0) {
      return Optional.empty();
    }
    Map<String, String> taken = ring.get(oldest);
    oldest = (oldest + 1) % capacity;
    size--;
    return Optional.of(taken);
  }
}
