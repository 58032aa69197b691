package io.matapalo.recorder.reports;

import io.matapalo.recorder.counting.LatestUnits;
import io.matapalo.recorder.counting.OperationTotals;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorder's answers over HTTP, by the path below the application's. Stateless. */
public final class Reports {

  private static final String JSON = "application/json;charset=utf-8";

  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private Reports() {}

  /** Type and body of an answer. */
  public record Report(String contentType, String text) {

    /** As it is sent. */
    public byte[] body() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Whether this path, below the application's, is one of the reports. */
  public static boolean covers(String path) {
    return path.equals("/matapalo/sql")
        || path.equals("/matapalo/sql/statements")
        || path.equals("/matapalo/metrics");
  }

  /** Reports are for callers on this machine that nobody speaks through. */
  public static boolean mayRead(
      String method, String peer, @Nullable String forwardedFor, @Nullable String forwarded) {
    return method.equals("GET")
        && LoopbackAddress.matches(peer)
        && forwardedFor == null
        && forwarded == null;
  }

  /**
   * The report at a path; empty where there is none.
   *
   * @param operation the query parameter of that name
   */
  public static Optional<Report> at(String path, @Nullable String operation) {
    return switch (path) {
      case "/matapalo/sql" -> Optional.of(new Report(JSON, CountsJson.of(OperationTotals.all())));
      case "/matapalo/sql/statements" ->
          operation == null
              ? Optional.empty()
              : Optional.of(
                  new Report(JSON, StatementsJson.of(operation, LatestUnits.of(operation))));
      case "/matapalo/metrics" ->
          Optional.of(new Report(METRICS, PrometheusText.of(OperationTotals.all())));
      default -> Optional.empty();
    };
  }
}
