package io.matapalo.router.retry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which keys have most conflicts, in bounded memory (Metwally, Agrawal and El Abbadi, "Efficient
 * Computation of Frequent and Top-k Elements in Data Streams", 2005). A key with more than one in
 * {@code capacity} of all conflicts is always among those kept. Thread-safe.
 */
public final class HotKeys {

  /**
   * A key and its conflicts. Immutable.
   *
   * @param count at least as many as it had
   * @param atMostTooMany how much {@code count} may be above the truth
   */
  public record HotKey(String key, long count, long atMostTooMany) {}

  private static final int LONGEST_KEY = 200;

  private final Object lock = new Object();
  private final int capacity;

  @GuardedBy("lock")
  private final Map<String, HotKey> kept = new HashMap<>();

  /** Keeps {@code capacity} keys. */
  public HotKeys(int capacity) {
    if (capacity < 1 || capacity > 10_000) {
      throw new IllegalArgumentException("hot keys kept must be 1..10000, was " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * A conflict on {@code key}, of which at most the first {@value #LONGEST_KEY} characters count.
   */
  public void conflict(String key) {
    String name = key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
    synchronized (lock) {
      HotKey known = kept.get(name);
      if (known == null && kept.size() >= capacity) {
        HotKey coldest = coldest();
        kept.remove(coldest.key());
        known = new HotKey(name, coldest.count(), coldest.count());
      }
      kept.put(
          name,
          known == null
              ? new HotKey(name, 1, 0)
              : new HotKey(name, known.count() + 1, known.atMostTooMany()));
    }
  }

  /** The hottest {@code most} keys, the hottest first; equally hot ones by name. */
  public List<HotKey> hottest(int most) {
    synchronized (lock) {
      return kept.values().stream()
          .sorted(Comparator.comparingLong(HotKey::count).reversed().thenComparing(HotKey::key))
          .limit(most)
          .toList();
    }
  }

  @GuardedBy("lock")
  private HotKey coldest() {
    return kept.values().stream()
        .min(Comparator.comparingLong(HotKey::count))
        .orElseThrow(IllegalStateException::new);
  }
}
