package io.matapalo.recorder.counting;

import java.util.Map;

/**
 * The groups of a unit's executions: the same digest at the same call site. Callers hold the lock
 * of the unit. Stateless.
 */
final class Repeats {

  private static final int EXECUTIONS = 0;
  private static final int FIRST_VALUES = 1;
  private static final int IS_N_PLUS_ONE = 2;

  private Repeats() {}

  /**
   * Adds an execution to its group. Different values make the group an N+1; from then on, and back
   * to its first, its executions belong to one.
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
