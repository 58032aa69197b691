package io.matapalo.recorder.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.matapalo.recorder.reports.LoopbackAddress;
import io.matapalo.recorder.reports.Reports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports over HTTP, at a loopback address; does not keep the JVM alive. Thread-safe. */
final class ReportServer {

  private static final int BACKLOG = 20;
  private static final long START_MILLIS = 5_000;

  private ReportServer() {}

  /**
   * Listens at {@code address:port}; port 0 takes a free one.
   *
   * @throws IllegalArgumentException unless it is a loopback address with a port
   */
  static InetSocketAddress start(String text) throws IOException {
    HttpServer server = HttpServer.create(address(text), BACKLOG);
    server.createContext("/", ReportServer::answer);
    // Its threads are daemons when the thread that starts them is one.
    Thread starter = new Thread(server::start, "matapalo-recorder");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join(START_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return server.getAddress();
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!LoopbackAddress.matches(host)
        || !port.matches("\\d{1,5}")
        || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("it must be like 127.0.0.1:9191, an address of loopback");
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
      boolean allowed =
          Reports.mayRead(
              exchange.getRequestMethod(),
              peer,
              exchange.getRequestHeaders().getFirst("X-Forwarded-For"),
              exchange.getRequestHeaders().getFirst("Forwarded"));
      Optional<Reports.Report> report =
          allowed
              ? Reports.at(
                  exchange.getRequestURI().getPath(),
                  operation(exchange.getRequestURI().getRawQuery()))
              : Optional.empty();
      if (report.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = report.get().body();
      exchange.getResponseHeaders().set("Content-Type", report.get().contentType());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static @Nullable String operation(@Nullable String query) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("operation=")) {
        return URLDecoder.decode(pair.substring("operation=".length()), StandardCharsets.UTF_8);
      }
    }
    return null;
  }
}
