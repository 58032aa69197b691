package io.matapalo.router.servlet;

import io.matapalo.router.recorder.OperationNames;
import io.matapalo.router.recorder.SqlRecorder;
import java.util.Optional;

/** One request while the recorder counts for it. Confined to the request's thread. */
public final class RecordedRequest implements AutoCloseable {

  private final SqlRecorder.Scope scope;
  private final String operation;

  private RecordedRequest(SqlRecorder.Scope scope, String operation) {
    this.scope = scope;
    this.operation = operation;
  }

  static RecordedRequest open(OperationNames names, String label, String requestId) {
    Optional<String> outer = names.outerOf(label);
    if (outer.isPresent()) {
      return inner(outer.get());
    }
    String operation = names.nameOf(label);
    return new RecordedRequest(SqlRecorder.open(operation), operation);
  }

  /** What is done later for a request of this operation, on another thread. */
  public static RecordedRequest inner(String operation) {
    return new RecordedRequest(SqlRecorder.openInner(operation), operation);
  }

  public String operation() {
    return operation;
  }

  /** What the request did so far, as the header of the answer shows it. */
  public String counts() {
    return "";
  }

  @Override
  public void close() {
    scope.close();
  }
}
