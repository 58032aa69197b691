package io.matapalo.recorder.counting;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Where executions of one digest at one call site are counted, if there is room for the digest, and
 * if call sites are looked at. Thread-safe.
 */
record Repeats(@Nullable AtomicLongArray digest, @Nullable AtomicLongArray site) {

  private static final int EXECUTIONS = 0;
  private static final int FIRST_VALUES = 1;
  private static final int IS_N_PLUS_ONE = 2;

  /** One execution, which took {@code nanos}. */
  void ran(long nanos) {
    add(DigestCounts.EXECUTIONS, 1);
    if (digest != null) {
      digest.addAndGet(DigestCounts.NANOS, nanos);
    }
  }

  void add(int cell, long amount) {
    if (digest != null) {
      digest.addAndGet(cell, amount);
    }
    if (site != null) {
      site.addAndGet(cell, amount);
    }
  }

  /**
   * Adds an execution to its group: the same digest at the same call site. Different values make
   * the group an N+1; from then on, and back to its first, its executions belong to one.
   *
   * @return how many executions more belong to an N+1 than before
   */
  static long inGroup(Map<Long, long[]> groups, long key, long values) {
    long[] group = groups.get(key);
    if (group == null) {
      groups.put(key, new long[] {1, values, 0});
      return 0;
    }
    group[EXECUTIONS]++;
    if (group[IS_N_PLUS_ONE] == 1) {
      return 1;
    }
    if (group[FIRST_VALUES] == values) {
      return 0;
    }
    group[IS_N_PLUS_ONE] = 1;
    return group[EXECUTIONS];
  }
}
