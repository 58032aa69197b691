package io.matapalo.fastpath;

import io.matapalo.fastpath.telemetry.StatementLabels;
import io.matapalo.router.recorder.SqlRecorder;
import java.util.function.Supplier;

/** {@link StatementLabels} in the router's recorder. Thread-safe. */
final class RouterStatementLabels implements StatementLabels {

  @Override
  public <T> T during(String operation, Supplier<T> work) {
    SqlRecorder.Scope scope = SqlRecorder.open(operation);
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  @Override
  public String report() {
    return SqlRecorder.snapshotJson();
  }
}
