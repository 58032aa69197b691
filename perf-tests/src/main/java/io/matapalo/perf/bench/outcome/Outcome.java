package io.matapalo.perf.bench.outcome;

import io.matapalo.perf.bench.http.FailureKind;

/** What a request ended in. */
public sealed interface Outcome {
  /** A 2xx answer that is not a SOAP fault. */
  record Success() implements Outcome {}

  /** A fault that the application declared, by its code: the system worked and said no. */
  record ApplicationFault(String code) implements Outcome {}

  /** HTTP 5xx that is not an application fault. */
  record ServerError(int status) implements Outcome {}

  /** HTTP 3xx or 4xx. */
  record ClientError(int status) implements Outcome {}

  /** No whole answer. */
  record TransportError(FailureKind kind) implements Outcome {}
}
