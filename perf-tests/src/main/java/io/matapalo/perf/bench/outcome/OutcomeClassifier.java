package io.matapalo.perf.bench.outcome;

import io.matapalo.perf.bench.http.HttpResponse;
import io.matapalo.perf.bench.http.Sent;

/**
 * Names the outcome of an exchange. SOAP 1.1 answers faults with status 500, so a 500 counts as a
 * server error only if it is not a well-formed fault of the application; 502, 503 and 504 always
 * do. Thread-safe.
 */
public final class OutcomeClassifier {
  private final FaultRecognition faults;

  public OutcomeClassifier(FaultRecognition faults) {
    this.faults = faults;
  }

  public Outcome classify(Sent sent) {
    return switch (sent) {
      case Sent.Failed failed -> new Outcome.TransportError(failed.kind());
      case Sent.Answered answered -> classify(answered.response());
    };
  }

  private Outcome classify(HttpResponse response) {
    int status = response.status();
    if (status >= 300 && status < 500) {
      return new Outcome.ClientError(status);
    }
    if (status > 500) {
      return new Outcome.ServerError(status);
    }
    return faults
        .codeOf(response.bodyText())
        .<Outcome>map(Outcome.ApplicationFault::new)
        .orElseGet(() -> status == 500 ? new Outcome.ServerError(500) : new Outcome.Success());
  }
}
