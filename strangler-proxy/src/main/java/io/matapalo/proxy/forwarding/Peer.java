package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.IpAddress;
import io.undertow.server.HttpServerExchange;

/** The other end of a client connection. */
final class Peer {

  private Peer() {}

  static IpAddress of(HttpServerExchange exchange) {
    return IpAddress.of(exchange.getSourceAddress().getAddress().getAddress());
  }
}
