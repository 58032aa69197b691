package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 upstream on loopback that does what its script says, wrong things included, and keeps
 * every request byte for byte. Thread-safe; the script runs on one thread a connection.
 */
public final class FakeUpstream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FakeUpstream.class);
  private static final int MAX_BODY_BYTES = 256_000_000;
  private static final int BACKLOG = 512;
  private static final Duration MOST_FOR_A_SCRIPT = Duration.ofSeconds(2);

  private final ServerSocket listener;
  private final Script script;
  private final List<RecordedRequest> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FakeUpstream(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** What the upstream does with one request. */
  @FunctionalInterface
  public interface Script {

    /** Writes an answer, or none; true when the connection goes on. May block. */
    boolean answer(RecordedRequest request, OutputStream out) throws IOException;
  }

  /** What serves one connection. */
  private interface Service {

    void serve(Socket socket, int connection) throws IOException;
  }

  /** Starts an upstream on a free port. */
  public static FakeUpstream start(Script script) {
    return start(0, script);
  }

  /** Starts an upstream on a port of the test's choice, so that an upstream can come back. */
  public static FakeUpstream start(int port, Script script) {
    FakeUpstream upstream = new FakeUpstream(listenAt(port), script);
    upstream.accept(upstream::followScript);
    return upstream;
  }

  /** Starts an upstream that answers everything with 200 and this body. */
  public static FakeUpstream answering(String body) {
    return start((request, out) -> reply(out, "200 OK", body));
  }

  /**
   * Starts an upstream that sends these bytes after the first 1,000 of whatever it is asked, and
   * then reads on without end. It records no request.
   */
  public static FakeUpstream early(String answer) {
    FakeUpstream upstream = new FakeUpstream(listenAt(0), (request, out) -> false);
    upstream.accept((socket, connection) -> {
      socket.getInputStream().readNBytes(1_000);
      raw(socket.getOutputStream(), answer);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    });
    return upstream;
  }

  private static ServerSocket listenAt(int port) {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback port " + port, e);
    }
  }

  /**
   * Writes an answer with its Content-Length. Status and body are Latin-1 text, one character a
   * byte. True, so that a script can end with this call.
   */
  public static boolean reply(OutputStream out, String status, String body, String... fields)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    return raw(out, head.toString());
  }

  /** Writes exactly these bytes, as Latin-1 text. True, so that a script can end with this call. */
  public static boolean raw(OutputStream out, String bytes) throws IOException {
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
    return true;
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** All requests so far, in the order in which they were complete. */
  public List<RecordedRequest> received() {
    return List.copyOf(received);
  }

  /** How many connections were ever accepted. */
  public int connections() {
    return connections.get();
  }

  public int openConnections() {
    return open.size();
  }

  /** Ends every connection that is open, without an answer. */
  public void hangUp() {
    open.forEach(FakeUpstream::close);
  }

  private void accept(Service service) {
    threads.add(
        Thread.ofVirtual()
            .name("fake-upstream")
            .start(() -> {
              while (!listener.isClosed()) {
                acceptOne(service);
              }
            }));
  }

  private void acceptOne(Service service) {
    try {
      Socket socket = listener.accept();
      int connection = connections.incrementAndGet();
      open.add(socket);
      threads.add(Thread.ofVirtual().start(() -> serve(service, socket, connection)));
    } catch (IOException e) {
      LOG.debug("No connection was accepted; the loop ends if the upstream was closed.", e);
    }
  }

  private void serve(Service service, Socket socket, int connection) {
    try (socket) {
      socket.setTcpNoDelay(true);
      service.serve(socket, connection);
    } catch (IOException e) {
      LOG.debug("The connection broke; tests look at what was received before.", e);
    } finally {
      open.remove(socket);
    }
  }

  private void followScript(Socket socket, int connection) throws IOException {
    OutputStream out = socket.getOutputStream();
    RequestReader reader =
        new RequestReader(
            new BufferedInputStream(socket.getInputStream()), out, connection, MAX_BODY_BYTES);
    boolean goesOn = true;
    while (goesOn) {
      Optional<RecordedRequest> request = reader.next();
      if (request.isEmpty()) {
        return;
      }
      received.add(request.get());
      goesOn = script.answer(request.get(), out);
    }
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + closeable, e);
    }
  }

  /**
   * Stops listening, ends all connections, and waits for scripts that still run, each 2 s at most.
   */
  @Override
  public void close() {
    close(listener);
    hangUp();
    try {
      for (Thread thread : threads) {
        thread.join(MOST_FOR_A_SCRIPT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
