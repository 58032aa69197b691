package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.Refusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The check of a request's head. A head that two servers might read differently is refused, because
 * a client could otherwise smuggle a second request past the first server (RFC 9112 §11.2).
 */
final class RequestCheck {

  private static final int MAX_LENGTH_DIGITS = 18;

  private final long maxBodyBytes;

  RequestCheck(long maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Why the request is refused; empty if it may go on. */
  Optional<Refusal> refusalOf(HttpServerExchange exchange) {
    String method = exchange.getRequestMethod().toString();
    if (method.equals("TRACE") || method.equals("CONNECT")) {
      return Optional.of(Refusal.METHOD_NOT_ALLOWED);
    }
    HeaderMap fields = exchange.getRequestHeaders();
    return framing(exchange, fields)
        .or(() -> fieldBytes(fields))
        .or(() -> host(exchange, fields))
        .or(() -> expectation(fields));
  }

  private Optional<Refusal> framing(HttpServerExchange exchange, HeaderMap fields) {
    HeaderValues coding = fields.get(Headers.TRANSFER_ENCODING);
    HeaderValues length = fields.get(Headers.CONTENT_LENGTH);
    if (coding != null) {
      return coding(exchange, coding, length);
    }
    if (length == null) {
      return unframed(exchange);
    }
    String text = length.getFirst();
    if (length.size() != 1 || text.isEmpty() || text.length() > MAX_LENGTH_DIGITS) {
      return Optional.of(Refusal.AMBIGUOUS_LENGTH);
    }
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(Refusal.AMBIGUOUS_LENGTH);
    }
    if (Long.parseLong(text) > maxBodyBytes) {
      return Optional.of(Refusal.TOO_LARGE);
    }
    return Optional.empty();
  }

  /** Exactly {@code chunked}, on HTTP/1.1, without a length (RFC 9112 §6.1). */
  private static Optional<Refusal> coding(
      HttpServerExchange exchange, HeaderValues coding, @Nullable HeaderValues length) {
    if (length != null || !exchange.isHttp11()) {
      return Optional.of(Refusal.AMBIGUOUS_LENGTH);
    }
    if (coding.size() != 1 || !coding.getFirst().equalsIgnoreCase("chunked")) {
      return Optional.of(Refusal.UNKNOWN_CODING);
    }
    return Optional.empty();
  }

  /** An HTTP/1.0 request without length has no body (RFC 9112 §6.3), whatever follows it. */
  private static Optional<Refusal> unframed(HttpServerExchange exchange) {
    boolean bodyExpected = exchange.getRequestMethod().toString().equals("POST");
    return bodyExpected && exchange.isHttp10()
        ? Optional.of(Refusal.AMBIGUOUS_LENGTH)
        : Optional.empty();
  }

  /** RFC 9110 §5.5: whatever the layer below let through, no CR, LF or NUL goes on. */
  private static Optional<Refusal> fieldBytes(HeaderMap fields) {
    for (HeaderValues values : fields) {
      for (String value : values) {
        if (hasForbiddenByte(value)) {
          return Optional.of(Refusal.BAD_REQUEST);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasForbiddenByte(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0 || c > 0xFF) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Refusal> host(HttpServerExchange exchange, HeaderMap fields) {
    int count = fields.count(Headers.HOST);
    boolean good = count == 1 || (count == 0 && !exchange.isHttp11());
    return good ? Optional.empty() : Optional.of(Refusal.BAD_REQUEST);
  }

  private static Optional<Refusal> expectation(HeaderMap fields) {
    String expect = fields.getFirst(Headers.EXPECT);
    boolean good = expect == null || expect.equalsIgnoreCase("100-continue");
    return good ? Optional.empty() : Optional.of(Refusal.EXPECTATION_FAILED);
  }
}
