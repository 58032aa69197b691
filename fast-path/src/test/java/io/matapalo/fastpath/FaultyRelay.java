package io.matapalo.fastpath;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes calls on to a vendor, but answers those whose paths end in a chosen way with an error, or
 * lets a test look around before, or is down; for tests.
 */
final class FaultyRelay implements AutoCloseable {

  private volatile HttpServer server;
  private final Socket keptPort = new Socket();
  private volatile boolean flapping;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String upstream;
  private volatile String failingSuffix = "(none)";
  private volatile int failure = 503;
  private volatile String watchedSuffix = "(none)";
  private volatile Runnable watcher = () -> {};
  private volatile Watch watch = (path, passage) -> passage.pass();
  private final AtomicInteger calls = new AtomicInteger();

  private FaultyRelay(HttpServer server, String upstream) {
    this.server = server;
    this.upstream = upstream;
  }

  /** The way of one call to the vendor. */
  interface Passage {
    HttpResponse<byte[]> pass() throws IOException;
  }

  /** Stands by at each call; what it throws ends the call without an answer. */
  interface Watch {
    HttpResponse<byte[]> on(String path, Passage passage) throws IOException;
  }

  static FaultyRelay before(String upstream) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FaultyRelay relay = new FaultyRelay(server, upstream);
      server.setExecutor(relay.threads);
      server.createContext("/", relay::handle);
      server.start();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many calls came, failed ones too. */
  int calls() {
    return calls.get();
  }

  void failCallsTo(String suffix) {
    failCallsTo(suffix, 503);
  }

  void failCallsTo(String suffix, int status) {
    failure = status;
    failingSuffix = suffix;
  }

  /** Runs {@code work} before each call whose path ends so is passed on. */
  void beforeCallsTo(String suffix, Runnable work) {
    watcher = work;
    watchedSuffix = suffix;
  }

  /** From now on this one passes the calls on. */
  void watch(Watch standing) {
    watch = standing;
  }

  void failNone() {
    failingSuffix = "(none)";
    watchedSuffix = "(none)";
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean fails = calls.incrementAndGet() % 2 == 0 && flapping;
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (fails || exchange.getRequestURI().getPath().endsWith(failingSuffix)) {
        exchange.sendResponseHeaders(failure, -1);
        return;
      }
      if (exchange.getRequestURI().getPath().endsWith(watchedSuffix)) {
        watcher.run();
      }
      HttpResponse<byte[]> answer =
          watch.on(exchange.getRequestURI().getPath(), () -> passOn(exchange, body));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()))
            .header("Content-Type", "application/json")
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** From now on every second call fails, whatever its path. */
  void flap() {
    flapping = true;
  }

  /**
   * Connections are refused until it {@linkplain #comeBack comes back}, once. Meanwhile a socket
   * that does not listen keeps the port from others.
   */
  void goDown() throws IOException {
    InetSocketAddress address = server.getAddress();
    server.stop(0);
    keptPort.setReuseAddress(true);
    keptPort.bind(address);
  }

  void comeBack() throws IOException {
    HttpServer again = HttpServer.create();
    again.setExecutor(threads);
    again.createContext("/", this::handle);
    InetSocketAddress address = (InetSocketAddress) keptPort.getLocalSocketAddress();
    keptPort.close();
    again.bind(address, 0);
    again.start();
    server = again;
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    keptPort.close();
    client.close();
    threads.close();
  }
}
