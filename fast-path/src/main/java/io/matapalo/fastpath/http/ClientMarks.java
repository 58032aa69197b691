package io.matapalo.fastpath.http;

import io.matapalo.router.freshness.session.CarriedMarks;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The freshness marks that a client carries in a cookie, a header or both: an answer sees what they
 * name, and takes the new ones along, as with the router's servlet filter. Without the setting
 * {@code marks.secret} there are none. Thread-safe.
 */
public final class ClientMarks {

  private static final HttpString FIELD = new HttpString("X-Matapalo-Mark");
  private static final String SEPARATOR = "~";

  private final String cookie;

  /** {@code cookie} is its name; empty for none. */
  public ClientMarks(String cookie) {
    this.cookie = cookie;
  }

  /** Answers as a unit of work of the client's session. May ask database nodes for bounds. */
  <T> T during(HttpServerExchange exchange, Supplier<T> answering) {
    Optional<String> field = Optional.ofNullable(exchange.getRequestHeaders().getFirst(FIELD));
    String inCookie = inCookie(exchange);
    String given = field.map(text -> inCookie + SEPARATOR + text).orElse(inCookie);
    try (CarriedMarks marks = CarriedMarks.open(given)) {
      T answer = answering.get();
      Optional<String> text = marks.text();
      if (text.isPresent()) {
        field.ifPresent(_ -> exchange.getResponseHeaders().put(FIELD, text.get()));
        if (!cookie.isEmpty() && !text.get().equals(inCookie)) {
          exchange.getResponseHeaders().add(Headers.SET_COOKIE, line(text.get(), exchange));
        }
      }
      return answer;
    }
  }

  private String inCookie(HttpServerExchange exchange) {
    Cookie carried = cookie.isEmpty() ? null : exchange.getRequestCookie(cookie);
    return carried == null ? "" : carried.getValue();
  }

  private String line(String text, HttpServerExchange exchange) {
    return "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s"
        .formatted(
            cookie,
            text,
            text.isEmpty() ? "; Max-Age=0" : "",
            exchange.getRequestScheme().equals("https") ? "; Secure" : "");
  }
}
