package io.matapalo.perf.bench.stats;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything measured for one operation in one window. Response time runs from the intended start,
 * service time from the moment of sending; the gap is waiting inside the client. Immutable.
 */
public record OperationNumbers(
    String operation,
    Rates rates,
    Latency responseTime,
    Latency serviceTime,
    ErrorCounts errors,
    List<SqlOnSide> sql) {

  public OperationNumbers {
    sql = List.copyOf(sql);
  }

  /** The same with the SQL of each side. */
  public OperationNumbers withSql(List<SqlOnSide> sides) {
    return new OperationNumbers(operation, rates, responseTime, serviceTime, errors, sides);
  }

  /** The side that served most of the requests, by the recorders' own count. */
  public Optional<SqlOnSide> busiestSide() {
    return sql.stream()
        .filter(side -> side.counts().requests() > 0)
        .max(Comparator.comparingLong(side -> side.counts().requests()));
  }
}
