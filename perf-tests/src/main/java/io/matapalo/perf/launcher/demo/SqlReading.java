package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.StatementCounts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reading of the counters of all sides, by side and operation. Immutable. */
public record SqlReading(Map<String, Map<String, StatementCounts>> sides) {

  static SqlReading take(List<SqlCounters> counters, List<String> operations) {
    Map<String, Map<String, StatementCounts>> sides = new LinkedHashMap<>();
    for (SqlCounters one : counters) {
      Map<String, StatementCounts> counts = new HashMap<>(one.read());
      // Health checks, background work and the readings themselves are not the load's.
      counts.keySet().retainAll(operations);
      sides.put(one.side(), Map.copyOf(counts));
    }
    return new SqlReading(sides);
  }

  /** What each side did for {@code operation} between {@code earlier} and this reading. */
  List<SqlOnSide> since(SqlReading earlier, String operation) {
    return sides.keySet().stream()
        .map(side -> new SqlOnSide(side, since(earlier, operation, side)))
        .toList();
  }

  /** What one side did for {@code operation} between {@code earlier} and this reading. */
  public StatementCounts since(SqlReading earlier, String operation, String side) {
    return of(side, operation).since(earlier.of(side, operation));
  }

  /** Requests of all operations that {@code side} answered since {@code earlier}. */
  long requestsSince(SqlReading earlier, String side) {
    return requests(side) - earlier.requests(side);
  }

  private long requests(String side) {
    return sides.getOrDefault(side, Map.of()).values().stream()
        .mapToLong(StatementCounts::requests)
        .sum();
  }

  private StatementCounts of(String side, String operation) {
    return sides.getOrDefault(side, Map.of()).getOrDefault(operation, StatementCounts.NONE);
  }
}
