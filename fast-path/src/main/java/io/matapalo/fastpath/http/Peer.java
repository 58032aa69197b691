package io.matapalo.fastpath.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;

/**
 * The other end of a request's connection, as a rule of access sees it.
 *
 * @param local whether the connection comes from this machine
 * @param forwarding whether the request says that the peer speaks for somebody else
 */
record Peer(boolean local, boolean forwarding) {

  static Peer of(HttpServerExchange exchange) {
    HeaderMap fields = exchange.getRequestHeaders();
    return new Peer(
        exchange.getSourceAddress().getAddress().isLoopbackAddress(),
        fields.contains(Headers.X_FORWARDED_FOR) || fields.contains(Headers.FORWARDED));
  }

  /** Reports name operations and statements: they are for this machine's own users. */
  boolean mayReadReports() {
    return local && !forwarding;
  }

  /**
   * Counts go to a proxy on this machine, which takes them off. A proxy forwards by its nature, so
   * the address fields say nothing here.
   */
  boolean mayReadCounts() {
    return local;
  }
}
