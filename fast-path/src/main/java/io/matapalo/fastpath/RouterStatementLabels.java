package io.matapalo.fastpath;

import io.matapalo.fastpath.telemetry.StatementLabels;
import io.matapalo.recorder.SqlRecorder;
import java.util.function.Supplier;

/** {@link StatementLabels} in the router's recorder. Thread-safe. */
final class RouterStatementLabels implements StatementLabels {

  private final ThreadLocal<String> counts = ThreadLocal.withInitial(() -> "");

  @Override
  public <T> T during(String operation, Supplier<T> work) {
    SqlRecorder.Scope scope = SqlRecorder.open(operation);
    try {
      return work.get();
    } finally {
      counts.set(scope.headerValue());
      scope.close();
    }
  }

  @Override
  public String counts() {
    return counts.get();
  }

  @Override
  public String report() {
    return SqlRecorder.snapshotJson();
  }

  @Override
  public String statements(String operation) {
    return SqlRecorder.statementsJson(operation);
  }

  @Override
  public String metrics() {
    return SqlRecorder.prometheusText();
  }
}
