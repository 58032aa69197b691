package io.matapalo.fastpath.telemetry;

import java.util.function.Supplier;

/** Names the operation that this thread's SQL statements belong to. Thread-safe. */
public interface StatementLabels {

  /** Runs {@code work} as one request of {@code operation}. */
  <T> T during(String operation, Supplier<T> work);

  /** What the latest request of this thread did to the database, for a header; blank for none. */
  String counts();

  /** The totals so far, as JSON. */
  String report();

  /** Every statement of the latest request of an operation, as JSON. */
  String statements(String operation);

  /** The totals so far, for Prometheus. */
  String metrics();
}
