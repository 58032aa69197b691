package io.matapalo.perf.bench.http;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * Fetches one address over a connection of its own: for health checks and counters. Thread-safe.
 */
public final class HttpFetch {
  private final MonotonicClock clock;

  public HttpFetch(MonotonicClock clock) {
    this.clock = clock;
  }

  /**
   * GETs {@code uri} (http, with a host) within {@code limit}; never throws for a network fault.
   */
  public Sent get(URI uri, Duration limit) {
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    InetSocketAddress target = new InetSocketAddress(uri.getHost(), port);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery();
    HttpRequest request = HttpRequest.get(query == null ? path : path + "?" + query);
    try (SocketTransport transport =
        new SocketTransport(target, ClientAddresses.loopback(1), clock)) {
      return transport.send(request, 0, clock.nanos() + limit.toNanos());
    }
  }
}
