package io.matapalo.router.proof.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a checker found in one history, with at most three examples of a kind. Single-threaded. */
public final class HistoryReport {
  private static final int EXAMPLES = 3;

  private final Map<Anomaly, Integer> counts = new EnumMap<>(Anomaly.class);
  private final Map<Anomaly, List<String>> examples = new EnumMap<>(Anomaly.class);

  void found(Anomaly anomaly, String example) {
    counts.merge(anomaly, 1, Integer::sum);
    List<String> kept = examples.computeIfAbsent(anomaly, kind -> new ArrayList<>());
    if (kept.size() < EXAMPLES) {
      kept.add(example);
    }
  }

  /** How often; 0 if never. */
  public int count(Anomaly anomaly) {
    return counts.getOrDefault(anomaly, 0);
  }

  /** Every kind that was found. */
  public List<Anomaly> anomalies() {
    return List.copyOf(counts.keySet());
  }

  /** Those of these that were found. */
  public List<Anomaly> among(Anomaly... forbidden) {
    return Arrays.stream(forbidden).filter(counts::containsKey).toList();
  }

  /** One line, as {@code G-single 12, stale read 3}; {@code none}. */
  public String line() {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> entry.getKey().text() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  /** The counts and the examples, for the log. */
  @Override
  public String toString() {
    return line()
        + examples.entrySet().stream()
            .flatMap(entry ->
                entry.getValue().stream().map(text -> "\n  " + entry.getKey().text() + ": " + text))
            .collect(Collectors.joining());
  }
}
