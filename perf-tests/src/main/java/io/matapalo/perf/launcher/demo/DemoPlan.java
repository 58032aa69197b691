package io.matapalo.perf.launcher.demo;

import java.util.List;

/**
 * How long everything takes, in seconds. {@code stage}: each measured stage, default 20. {@code
 * rehearsal}: least number of requests sent one by one to each cold side first, default 40. {@code
 * warmLegacy} and {@code warmFastPath}: load before measuring, default 15 and 10. {@code guard}:
 * the window after each change of the flag file that belongs to no stage, default 2. Immutable.
 */
public record DemoPlan(int stage, int rehearsal, int warmLegacy, int warmFastPath, int guard) {
  public DemoPlan {
    if (stage < 1 || stage > 86_400) {
      throw new IllegalArgumentException("seconds per stage must be 1 to 86400, was " + stage);
    }
  }

  /** The default times around measured stages of {@code seconds}. */
  public static DemoPlan withStagesOf(int seconds) {
    return new DemoPlan(seconds, 40, 15, 10, 2);
  }

  /** One window of the run: its name, length, the side to flip to at its start, and its kind. */
  record Step(String window, int seconds, Side side, Kind kind) {}

  /** Whether a window counts. */
  enum Kind {
    MEASURED,
    OUTSIDE
  }

  /** The windows in order; the load runs through all of them without a pause. */
  List<Step> steps() {
    return List.of(
        new Step("warm-up legacy", warmLegacy, Side.LEGACY, Kind.OUTSIDE),
        new Step("warm-up fast path", warmFastPath, Side.FAST_PATH, Kind.OUTSIDE),
        new Step("back to legacy", guard, Side.LEGACY, Kind.OUTSIDE),
        new Step("legacy", stage, Side.LEGACY, Kind.MEASURED),
        new Step("cut over", guard, Side.FAST_PATH, Kind.OUTSIDE),
        new Step("fast path", stage, Side.FAST_PATH, Kind.MEASURED),
        new Step("roll back", guard, Side.LEGACY, Kind.OUTSIDE),
        new Step("rolled back", stage, Side.LEGACY, Kind.MEASURED));
  }

  /** All windows together. */
  public int totalSeconds() {
    return steps().stream().mapToInt(Step::seconds).sum();
  }
}
