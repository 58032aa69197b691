package io.matapalo.router.transaction.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that met most conflicts, by the Space-Saving algorithm (Metwally, Agrawal, El Abbadi,
 * 2005) over 100 counters: a key with more than a hundredth of all conflicts is always among them,
 * and a count is too high by at most a hundredth of all. Thread-safe.
 */
final class HottestKeys {

  private static final int COUNTERS = 100;

  @GuardedBy("this")
  private final Map<String, Long> counts = new HashMap<>();

  synchronized void add(String masked) {
    if (counts.containsKey(masked) || counts.size() < COUNTERS) {
      counts.merge(masked, 1L, Long::sum);
      return;
    }
    Map.Entry<String, Long> least =
        counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    counts.remove(least.getKey());
    counts.put(masked, least.getValue() + 1);
  }

  synchronized List<TransactionMetrics.HotKey> top(int most) {
    return counts.entrySet().stream()
        .map(entry -> new TransactionMetrics.HotKey(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(TransactionMetrics.HotKey::conflicts)
                .reversed()
                .thenComparing(TransactionMetrics.HotKey::key))
        .limit(most)
        .toList();
  }
}
