package io.matapalo.perf.demo;

import java.util.List;

/** The two sides as the stack knows them: the flag file, its words, and the recorders of both. */
public record Sides(
    CutoverFile flags, String legacyFlag, String fastFlag, List<SqlCounters> counters) {
  public Sides {
    counters = List.copyOf(counters);
  }

  void flipTo(DemoPlan.Side side) {
    flags.allTo(
        switch (side) {
          case LEGACY -> legacyFlag;
          case FAST_PATH -> fastFlag;
        });
  }
}
