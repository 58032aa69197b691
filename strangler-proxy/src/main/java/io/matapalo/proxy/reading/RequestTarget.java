package io.matapalo.proxy.reading;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/**
 * The target of a request, as the bytes that the client sent. The server below knows a stand-in
 * only.
 */
public final class RequestTarget {

  private RequestTarget() {}

  /** The target itself. */
  public static Target of(HttpServerExchange exchange) {
    return RequestStream.of(exchange).target();
  }

  /** The raw path, without query; of an absolute target the path alone. */
  public static String path(HttpServerExchange exchange) {
    return of(exchange).path();
  }

  /** The host meant; that of an absolute target overrides the field (RFC 9112 §3.2.2). */
  public static String host(HttpServerExchange exchange) {
    String authority = of(exchange).authority();
    if (!authority.isEmpty()) {
      return authority;
    }
    String field = exchange.getRequestHeaders().getFirst(Headers.HOST);
    return field == null ? "" : field;
  }
}
