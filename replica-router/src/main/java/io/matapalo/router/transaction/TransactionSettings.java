package io.matapalo.router.transaction;

import io.matapalo.jvm.DurationSetting;
import io.matapalo.router.retry.Backoff;
import io.matapalo.router.retry.RetryBudget;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a {@link TransactionRunner}. Immutable. Keys in a map are those of the components
 * below; times are numbers with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}.
 *
 * @param table {@code outcome.table}: name of the outcome table; default {@code matapalo_outcome}
 * @param outcomeDeadline {@code outcome.deadline}: how long a lost answer is asked for; 0 to 10 m;
 *     default 10 s
 * @param horizon {@code outcome.horizon}: how long rows are kept at least, and twice as long as ids
 *     may be asked for; the same on all instances; 1 h to 3650 d; default 7 d
 * @param backoff waits between attempts. {@code retry.base}: the shortest after a conflict; 1 ms to
 *     10 s; default 2 ms. {@code retry.long-base}: the shortest after a lock wait or an overload;
 *     retry.base to retry.cap; default 20 ms, or the nearest that these two allow. {@code
 *     retry.cap}: the longest; retry.base to 1 m; default 250 ms
 * @param budget {@code retry.budget-share}: retries allowed for each call of an operation on a
 *     node; 0 to 1 in hundredths; default 0.1. {@code retry.budget-floor}: retries allowed beyond
 *     that share; 0 to 10,000; default 10. A retry after a conflict or a changed row counts a
 *     fiftieth
 * @param nodeWait {@code retry.node-wait}: for how long after the last node was lost calls wait for
 *     one, within their deadlines and at no cost of the budget; 0 to 10 m; default 15 s
 * @param topology {@code topology}: in {@code multi-primary} any node may prove an outcome, else
 *     the node of the commit alone; default {@code single}
 */
public record TransactionSettings(
    String table,
    Duration outcomeDeadline,
    Duration horizon,
    Backoff backoff,
    RetryBudget budget,
    Duration nodeWait,
    TopologyKind topology) {

  /** The keys that {@link #from} takes. */
  public static final Set<String> KEYS =
      Set.of(
          "outcome.table",
          "outcome.deadline",
          "outcome.horizon",
          "retry.base",
          "retry.long-base",
          "retry.cap",
          "retry.budget-share",
          "retry.budget-floor",
          "retry.node-wait");

  private static final Duration LONGEST_HORIZON = Duration.ofDays(3650);
  private static final Duration LONGEST_BASE = Duration.ofSeconds(10);
  private static final Duration LONGEST_CAP = Duration.ofMinutes(1);
  private static final int PERCENT = 100;
  private static final int MOST_FLOOR = 10_000;

  /** The defaults. */
  public static final TransactionSettings DEFAULT = from(Map.of());

  public TransactionSettings {
    DurationSetting.require(
        "outcome.deadline", outcomeDeadline, Duration.ZERO, Duration.ofMinutes(10));
    DurationSetting.require("retry.node-wait", nodeWait, Duration.ZERO, Duration.ofMinutes(10));
    DurationSetting.require("outcome.horizon", horizon, Duration.ofHours(1), LONGEST_HORIZON);
  }

  /**
   * Takes its own keys, and {@code topology}, and leaves the others.
   *
   * @throws IllegalArgumentException naming the key and the value that is refused
   */
  public static TransactionSettings from(Map<String, String> values) {
    return new TransactionSettings(
        values.getOrDefault("outcome.table", "matapalo_outcome"),
        time("outcome.deadline", values, Duration.ofSeconds(10)),
        time("outcome.horizon", values, Duration.ofDays(7)),
        backoff(values),
        budget(values),
        time("retry.node-wait", values, Duration.ofSeconds(15)),
        TopologyKind.parse(values.getOrDefault("topology", "single")));
  }

  private static Backoff backoff(Map<String, String> values) {
    Duration base = time("retry.base", values, Duration.ofMillis(2));
    DurationSetting.require("retry.base", base, Duration.ofMillis(1), LONGEST_BASE);
    Duration cap = time("retry.cap", values, Duration.ofMillis(250));
    DurationSetting.require("retry.cap", cap, base, LONGEST_CAP);
    long usual = Math.max(base.toMillis(), Math.min(cap.toMillis(), 20));
    Duration longBase = time("retry.long-base", values, Duration.ofMillis(usual));
    DurationSetting.require("retry.long-base", longBase, base, cap);
    return new Backoff(base.toNanos(), longBase.toNanos(), cap.toNanos());
  }

  private static RetryBudget budget(Map<String, String> values) {
    double percent = number("retry.budget-share", values, "0.1") * PERCENT;
    long whole = Math.round(percent);
    if (!(percent >= 0 && percent <= PERCENT) || Math.abs(percent - whole) > 1e-6) {
      throw new IllegalArgumentException(
          "retry.budget-share must be 0 to 1 in hundredths, was "
              + values.get("retry.budget-share"));
    }
    double floor = number("retry.budget-floor", values, "10");
    if (!(floor >= 0 && floor <= MOST_FLOOR) || floor != Math.rint(floor)) {
      throw new IllegalArgumentException(
          "retry.budget-floor must be a whole number from 0 to %s, was %s"
              .formatted(MOST_FLOOR, values.get("retry.budget-floor")));
    }
    return new RetryBudget((int) whole, (int) floor);
  }

  private static Duration time(String key, Map<String, String> values, Duration standard) {
    return new DurationSetting(key, "ms, s, m, h or d").in(values, standard);
  }

  private static double number(String key, Map<String, String> values, String otherwise) {
    String text = values.getOrDefault(key, otherwise);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a number, was '" + text + "'", e);
    }
  }
}
