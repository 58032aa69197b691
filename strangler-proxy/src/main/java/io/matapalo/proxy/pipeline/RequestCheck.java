package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.reading.Flaw;
import io.matapalo.proxy.reading.RequestStream;
import io.matapalo.proxy.reading.RequestTarget;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.util.Optional;

/**
 * The check of a request's head. A head that two servers might read differently is refused, because
 * a client could otherwise smuggle a second request past the first server (RFC 9112 §11.2).
 */
final class RequestCheck {

  private final long maxBodyBytes;
  private final boolean refusesUnusualTargets;

  RequestCheck(long maxBodyBytes, boolean refusesUnusualTargets) {
    this.maxBodyBytes = maxBodyBytes;
    this.refusesUnusualTargets = refusesUnusualTargets;
  }

  /** Why the request is refused; empty if it may go on. */
  Optional<Refusal> refusalOf(HttpServerExchange exchange) {
    Optional<Flaw> flaw = RequestStream.of(exchange).flaw();
    if (flaw.isPresent()) {
      return flaw.map(RequestCheck::refusalFor);
    }
    String method = exchange.getRequestMethod().toString();
    if (method.equals("TRACE") || method.equals("CONNECT")) {
      return Optional.of(Refusal.METHOD_NOT_ALLOWED);
    }
    HeaderMap fields = exchange.getRequestHeaders();
    return target(exchange).or(() -> length(exchange)).or(() -> expectation(fields));
  }

  /** What the bytes of the request were found to be when they were read. */
  private static Refusal refusalFor(Flaw flaw) {
    return switch (flaw.kind()) {
      case MALFORMED -> Refusal.BAD_REQUEST;
      case AMBIGUOUS_LENGTH -> Refusal.AMBIGUOUS_LENGTH;
      case UNKNOWN_CODING -> Refusal.UNKNOWN_CODING;
      case HEAD_TOO_LARGE -> Refusal.HEAD_TOO_LARGE;
      case UNKNOWN_VERSION -> Refusal.UNKNOWN_VERSION;
    };
  }

  private Optional<Refusal> target(HttpServerExchange exchange) {
    return refusesUnusualTargets && RequestTarget.of(exchange).isUnusual()
        ? Optional.of(Refusal.UNUSUAL_TARGET)
        : Optional.empty();
  }

  private Optional<Refusal> length(HttpServerExchange exchange) {
    return exchange.getRequestContentLength() > maxBodyBytes
        ? Optional.of(Refusal.TOO_LARGE)
        : unframed(exchange);
  }

  /** An HTTP/1.0 request without length has no body (RFC 9112 §6.3), whatever follows it. */
  private static Optional<Refusal> unframed(HttpServerExchange exchange) {
    boolean bodyExpected =
        exchange.isHttp10()
            && exchange.getRequestContentLength() < 0
            && exchange.getRequestMethod().toString().equals("POST");
    return bodyExpected ? Optional.of(Refusal.AMBIGUOUS_LENGTH) : Optional.empty();
  }

  private static Optional<Refusal> expectation(HeaderMap fields) {
    String expect = fields.getFirst(Headers.EXPECT);
    boolean good = expect == null || expect.equalsIgnoreCase("100-continue");
    return good ? Optional.empty() : Optional.of(Refusal.EXPECTATION_FAILED);
  }
}
