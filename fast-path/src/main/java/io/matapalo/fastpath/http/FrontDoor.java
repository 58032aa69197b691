package io.matapalo.fastpath.http;

import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.telemetry.StatementLabels;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with its addresses. Thread-safe. */
public final class FrontDoor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final String JSON = "application/json;charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int IDLE_MILLIS = 60_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int NOT_FOUND = 404;

  private final Undertow undertow;
  private final GracefulShutdownHandler gate;
  private final Duration grace;
  private final URI url;

  private FrontDoor(Undertow undertow, GracefulShutdownHandler gate, Duration grace, URI url) {
    this.undertow = undertow;
    this.gate = gate;
    this.grace = grace;
    this.url = url;
  }

  /** Opens the addresses of {@code services}, which {@code endpoint} answers, and the reports. */
  public static FrontDoor open(
      ListenerSettings listener,
      SoapEndpoint endpoint,
      List<SoapService> services,
      StatementLabels labels,
      Supplier<String> metrics) {
    Map<String, HttpHandler> addresses = new HashMap<>(reports(labels, metrics));
    services.forEach(service -> addresses.put(service.path(), endpoint.of(service)));
    HttpHandler paths = new ExactPaths(addresses, endpoint::declineUnknownPath);
    GracefulShutdownHandler gate = new GracefulShutdownHandler(paths);
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(listener.port(), listener.host())
            .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
            .setSocketOption(org.xnio.Options.READ_TIMEOUT, IDLE_MILLIS)
            .setHandler(gate)
            .build();
    undertow.start();
    InetSocketAddress address =
        (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
    URI url = URI.create("http://" + listener.host() + ":" + address.getPort());
    return new FrontDoor(undertow, gate, listener.shutdownGrace(), url);
  }

  /** Where it listens, {@code http://host:port}. */
  public URI url() {
    return url;
  }

  @Override
  public void close() {
    gate.shutdown();
    try {
      if (!gate.awaitShutdown(grace.toMillis())) {
        LOG.warn("requests under way are cut off grace={}", grace);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    undertow.stop();
  }

  private static Map<String, HttpHandler> reports(
      StatementLabels labels, Supplier<String> metrics) {
    return Map.of(
        "/health",
        exchange -> send(exchange, "text/plain", "ok"),
        "/matapalo/sql",
        exchange -> report(exchange, JSON, labels::report),
        "/matapalo/sql/statements",
        exchange -> report(exchange, JSON, () -> labels.statements(operation(exchange))),
        "/matapalo/metrics",
        exchange -> report(exchange, METRICS, metrics));
  }

  private static void report(HttpServerExchange exchange, String type, Supplier<String> report) {
    if (!Peer.of(exchange).mayReadReports()) {
      exchange.setStatusCode(NOT_FOUND).endExchange();
      return;
    }
    send(exchange, type, report.get());
  }

  private static String operation(HttpServerExchange exchange) {
    Deque<String> named = exchange.getQueryParameters().get("operation");
    return named == null ? "" : named.getFirst();
  }

  private static void send(HttpServerExchange exchange, String type, String body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseSender().send(body);
  }
}
