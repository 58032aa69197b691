package io.matapalo.proxy.exchange;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.reading.RequestStream;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.telemetry.AccessEntry;
import io.undertow.server.HttpServerExchange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes known of one request on its way, for the access log. Confined to the I/O thread of
 * its connection.
 */
public final class RequestRecord {

  private @Nullable IpAddress client;
  private @Nullable Routed routed;
  private String instance = "";

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
            Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Request-Id"), "")),
        routed == null ? null : routed.way(instance),
        new AccessEntry.Ended(status, exchange.getResponseBytesSent()));
  }
}
