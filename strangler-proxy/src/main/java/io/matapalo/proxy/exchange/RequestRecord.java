package io.matapalo.proxy.exchange;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.reading.RequestStream;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.telemetry.AccessEntry;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/**
 * What becomes known of one request on its way, for the access log. Confined to the I/O thread of
 * its connection.
 */
public final class RequestRecord {

  /** The field in which clients send an id of their own, and upstreams get the request's. */
  public static final HttpString ID = HttpString.tryFromString("X-Request-Id");

  private @Nullable IpAddress client;
  private @Nullable Routed routed;
  private String instance = "";
  private String id = "";

  /** It has this id, by which servers join what they did for it. */
  public void hasId(String given) {
    this.id = given;
  }

  /** Its id; empty if it was refused before it got one. */
  public String id() {
    return id;
  }

  /** It comes from this client, as far as is known. */
  public void isFrom(IpAddress address) {
    this.client = address;
  }

  /** It goes this way from now on. */
  public void isRouted(Routed way) {
    this.routed = way;
  }

  /** It is sent to this instance. */
  public void isSentTo(String name) {
    this.instance = name;
  }

  AccessEntry entry(HttpServerExchange exchange, long acceptedAtMillis, long took, int status) {
    return new AccessEntry(
        acceptedAtMillis,
        took,
        new AccessEntry.Asked(
            client == null ? exchange.getSourceAddress().getHostString() : client.toString(),
            exchange.getRequestMethod().toString(),
            RequestTarget.path(exchange),
            RequestStream.protocolOf(exchange),
            id),
        routed == null ? null : routed.way(instance),
        new AccessEntry.Ended(status, exchange.getResponseBytesSent()));
  }
}
