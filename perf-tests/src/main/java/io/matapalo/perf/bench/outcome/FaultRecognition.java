package io.matapalo.perf.bench.outcome;

import java.util.Optional;

/** Tells an application's own SOAP fault from every other body. Thread-safe. */
@FunctionalInterface
public interface FaultRecognition {
  /** The fault's code, or nothing if the body is not a well-formed fault of the application. */
  Optional<String> codeOf(String body);
}
