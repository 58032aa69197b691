package io.matapalo.recorder.requests;

import io.matapalo.recorder.SqlRecorder;
import java.util.Optional;

/** One request while the recorder counts for it. Confined to the request's thread. */
public final class RecordedRequest implements AutoCloseable {

  private final SqlRecorder.Scope scope;
  private final String operation;

  private RecordedRequest(SqlRecorder.Scope scope, String operation) {
    this.scope = scope;
    this.operation = operation;
  }

  public static RecordedRequest open(OperationNames names, String label, String requestId) {
    Optional<String> outer = names.outerOf(label);
    if (outer.isPresent()) {
      return inner(outer.get(), requestId);
    }
    String operation = names.nameOf(label);
    return new RecordedRequest(SqlRecorder.open(operation, requestId), operation);
  }

  public static RecordedRequest inner(String operation, String requestId) {
    return new RecordedRequest(SqlRecorder.openInner(operation, requestId), operation);
  }

  public String operation() {
    return operation;
  }

  /** The counts of the request and of inner hops with its id, as the answer's header has them. */
  public String counts() {
    return scope.headerValue();
  }

  @Override
  public void close() {
    scope.close();
  }
}
