package io.matapalo.fastpath.telemetry;

import java.util.function.Supplier;

/** Names the operation that this thread's SQL statements belong to. Thread-safe. */
public interface StatementLabels {

  /** Runs {@code work} as one request of {@code operation}. */
  <T> T during(String operation, Supplier<T> work);

  /** The totals so far, as JSON. */
  String report();
}
