package io.matapalo.perf.launcher.demo;

import java.util.List;

/**
 * The two sides as the stack knows them, legacy first: the flag file, its words, and the recorders
 * of both. Thread-safe.
 */
public record Sides(
    CutoverFile flags, String legacyFlag, String fastFlag, List<SqlCounters> counters) {
  public Sides {
    counters = List.copyOf(counters);
  }

  /** Sends every operation to that side: the flag file is rewritten. */
  public void flipTo(Side side) {
    flags.allTo(
        switch (side) {
          case LEGACY -> legacyFlag;
          case FAST_PATH -> fastFlag;
        });
  }

  /** Its name in the stack file. */
  public String name(Side side) {
    return switch (side) {
      case LEGACY -> counters.getFirst().side();
      case FAST_PATH -> counters.getLast().side();
    };
  }

  /** Both recorders, for the operations of the load alone. */
  public SqlReading read() {
    return SqlReading.take(counters, flags.operations());
  }
}
