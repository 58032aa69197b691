package io.matapalo.proxy.exchange;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** The target of a request in its two forms (RFC 9112 §3.2), as the bytes that the client sent. */
public final class RequestTarget {

  private RequestTarget() {}

  /** The raw path, without query; of an absolute target the path alone. */
  public static String path(HttpServerExchange exchange) {
    String target = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return target;
    }
    int authority = target.indexOf("://") + 3;
    int slash = target.indexOf('/', authority);
    return slash < 0 ? "/" : target.substring(slash);
  }

  /** The host meant; that of an absolute target overrides the field (RFC 9112 §3.2.2). */
  public static String host(HttpServerExchange exchange) {
    if (exchange.isHostIncludedInRequestURI()) {
      String target = exchange.getRequestURI();
      int authority = target.indexOf("://") + 3;
      int slash = target.indexOf('/', authority);
      String host = slash < 0 ? target.substring(authority) : target.substring(authority, slash);
      return host.substring(host.lastIndexOf('@') + 1);
    }
    String field = exchange.getRequestHeaders().getFirst(Headers.HOST);
    return field == null ? "" : field;
  }
}
