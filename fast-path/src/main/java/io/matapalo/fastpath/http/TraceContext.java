package io.matapalo.fastpath.http;

import io.undertow.server.HttpServerExchange;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace that a request belongs to, for the lines that are logged meanwhile: the trace id of the
 * field {@code traceparent}, W3C Trace Context §3.2. Stateless.
 */
final class TraceContext {

  private static final String FIELD = "traceparent";
  private static final String LOGGED = "trace-id";

  /** Version ff is invalid; later versions may append fields. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private TraceContext() {}

  /** Works for the request, whose trace the log tells. */
  static <T> T during(HttpServerExchange exchange, Supplier<T> work) {
    Optional<String> id = traceId(exchange.getRequestHeaders().getFirst(FIELD));
    if (id.isEmpty()) {
      return work.get();
    }
    try (MDC.MDCCloseable _ = MDC.putCloseable(LOGGED, id.get())) {
      return work.get();
    }
  }

  /** Empty when the field is missing or invalid; then the request has no trace. */
  static Optional<String> traceId(@Nullable String traceparent) {
    Matcher matcher = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
