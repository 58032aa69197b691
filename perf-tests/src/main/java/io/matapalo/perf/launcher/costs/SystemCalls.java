package io.matapalo.perf.launcher.costs;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** System calls by name, during a number of requests. Immutable. */
public record SystemCalls(Map<String, Long> byName, int requests) {
  // % time, seconds, microseconds a call, calls, errors if there were any, name.
  private static final Pattern ROW =
      Pattern.compile("\\s*[\\d.]+\\s+[\\d.]+\\s+\\d+\\s+(\\d+)\\s+(?:\\d+\\s+)?([a-z_]\\w*)");
  private static final String SUM = "total";
  private static final double RARE = 0.05;

  public SystemCalls {
    byName = Map.copyOf(byName);
  }

  /** Of the table that {@code strace -c} leaves. */
  static SystemCalls of(String table, int requests) {
    Map<String, Long> calls = new TreeMap<>();
    table
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .filter(row -> !row.group(2).equals(SUM))
        .forEach(row -> calls.merge(row.group(2), Long.parseLong(row.group(1)), Long::sum));
    return new SystemCalls(calls, requests);
  }

  /** All calls of one request. */
  public double perRequest() {
    return byName.values().stream().mapToLong(Long::longValue).sum() / (double) requests;
  }

  /** The names with calls a request, most first; those of one request in twenty are left out. */
  public String inWords() {
    Map<String, Double> often = new LinkedHashMap<>();
    byName.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(call -> often.put(call.getKey(), call.getValue() / (double) requests));
    return often.entrySet().stream()
        .filter(call -> call.getValue() >= RARE)
        .map(call -> String.format(Locale.ROOT, "%s %.2f", call.getKey(), call.getValue()))
        .collect(Collectors.joining(", "));
  }
}
