package io.matapalo.perf.bench.workload;

/** Checks ranges of numbers in a workload file. Stateless. */
final class WorkloadRanges {
  private WorkloadRanges() {}

  static void check(int from, int to) {
    if (from > to) {
      throw new WorkloadException("from must not be above to, was " + from + " to " + to);
    }
  }
}
