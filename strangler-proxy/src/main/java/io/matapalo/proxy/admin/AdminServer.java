package io.matapalo.proxy.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.matapalo.proxy.exchange.OwnAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk at a loopback port of its own, for callers with the token. It shares no thread with the
 * requests of clients. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService executor;
  private final AdminDesk desk;
  private final byte[] authorization;

  private AdminServer(
      HttpServer server, ExecutorService executor, AdminDesk desk, byte[] authorization) {
    this.server = server;
    this.executor = executor;
    this.desk = desk;
    this.authorization = authorization;
  }

  /**
   * Serves at a port of the loopback address, 0 for a free one.
   *
   * @param executor runs one task a request; ends with the server
   * @throws IOException if the port is taken
   */
  public static AdminServer start(int port, String token, AdminDesk desk, ExecutorService executor)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    AdminServer admin =
        new AdminServer(
            server, executor, desk, ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    server.setExecutor(executor);
    server.createContext("/", admin::handle);
    server.start();
    LOG.info("Admin port open. port={}", server.getAddress().getPort());
    return admin;
  }

  /** The port it serves at. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      OwnAnswer answer = answerTo(exchange);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  private OwnAnswer answerTo(HttpExchange exchange) throws IOException {
    String given =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
    // In constant time, so that the answer's delay tells nothing of the token.
    if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization)) {
      return OwnAnswer.text(401, "The token is missing or wrong.");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return OwnAnswer.text(413, "The request body is too large.");
    }
    try {
      return desk.answer(
          exchange.getRequestMethod(),
          exchange.getRequestURI().getPath(),
          new String(body, StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      LOG.error("Admin request failed by a fault of the proxy.", e);
      return OwnAnswer.text(500, "The request could not be handled.");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
