package io.matapalo.router.consistency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Closed intervals of transaction numbers, ascending, apart from each other. Immutable. */
final class Intervals {

  private final long[] starts;
  private final long[] ends;

  private Intervals(long[] starts, long[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /** One closed interval. */
  record Interval(long start, long end) {}

  /** Of any intervals, in any order. */
  static Intervals of(List<Interval> intervals) {
    List<Interval> sorted = new ArrayList<>(intervals);
    sorted.sort((a, b) -> Long.compare(a.start(), b.start()));
    List<Interval> joined = new ArrayList<>();
    for (Interval next : sorted) {
      int last = joined.size() - 1;
      // A touching one joins, too: 1-5 and 6-9 are 1-9. The start is at least 1, so nothing wraps.
      if (last >= 0 && next.start() - 1 <= joined.get(last).end()) {
        Interval before = joined.get(last);
        joined.set(last, new Interval(before.start(), Math.max(before.end(), next.end())));
      } else {
        joined.add(next);
      }
    }
    return new Intervals(
        joined.stream().mapToLong(Interval::start).toArray(),
        joined.stream().mapToLong(Interval::end).toArray());
  }

  boolean contains(Intervals other) {
    int at = 0;
    for (int i = 0; i < other.starts.length; i++) {
      while (at < starts.length && ends[at] < other.starts[i]) {
        at++;
      }
      if (at == starts.length || starts[at] > other.starts[i] || ends[at] < other.ends[i]) {
        return false;
      }
    }
    return true;
  }

  Intervals union(Intervals other) {
    List<Interval> both = new ArrayList<>(list());
    both.addAll(other.list());
    return of(both);
  }

  private List<Interval> list() {
    List<Interval> list = new ArrayList<>(starts.length);
    for (int i = 0; i < starts.length; i++) {
      list.add(new Interval(starts[i], ends[i]));
    }
    return list;
  }

  int count() {
    return starts.length;
  }

  /** {@code :1-5:7}. */
  void appendTo(StringBuilder text) {
    for (int i = 0; i < starts.length; i++) {
      text.append(':').append(starts[i]);
      if (ends[i] > starts[i]) {
        text.append('-').append(ends[i]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Intervals intervals
        && Arrays.equals(starts, intervals.starts)
        && Arrays.equals(ends, intervals.ends);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(starts) + Arrays.hashCode(ends);
  }
}
