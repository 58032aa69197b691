package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP/1.1 upstream on loopback that does what its script says, wrong things included, and keeps
 * every request byte for byte. Thread-safe; the script runs on one thread a connection.
 */
public final class FakeUpstream implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 256_000_000;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final Duration MOST_FOR_A_SCRIPT = Duration.ofSeconds(2);

  private final HttpListener listener;
  private final List<RecordedRequest> received;

  private FakeUpstream(HttpListener listener, List<RecordedRequest> received) {
    this.listener = listener;
    this.received = received;
  }

  /** What the upstream does with one request. */
  @FunctionalInterface
  public interface Script {

    /** Writes an answer, or none; true when the connection goes on. May block. */
    boolean answer(RecordedRequest request, OutputStream out) throws IOException;
  }

  /** What the upstream does with one connection, where whole requests are too coarse. */
  @FunctionalInterface
  public interface Dialogue {

    /** Serves the connection, which ends with this call at the latest. May block. */
    void hold(Socket connection) throws IOException;
  }

  /** Starts an upstream on a free port. */
  public static FakeUpstream start(Script script) {
    return start(0, script);
  }

  /** Starts an upstream on a port of the test's choice, so that an upstream can come back. */
  public static FakeUpstream start(int port, Script script) {
    return start(port, MAX_CONNECTIONS, script);
  }

  /** Starts an upstream that serves one connection, until its end, before it accepts another. */
  public static FakeUpstream oneConnectionAtATime(Script script) {
    return start(0, 1, script);
  }

  private static FakeUpstream start(int port, int maxConnections, Script script) {
    List<RecordedRequest> received = new CopyOnWriteArrayList<>();
    HttpListener.Service service =
        HttpListener.requests(
            MAX_BODY_BYTES,
            (request, connection) -> {
              received.add(request);
              return script.answer(request, connection.getOutputStream());
            });
    return new FakeUpstream(HttpListener.start(port, maxConnections, service), received);
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
    return holding(connection -> {
      connection.getInputStream().readNBytes(1_000);
      raw(connection.getOutputStream(), answer);
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    });
  }

  /** Starts an upstream that holds this dialogue on each connection. It records no request. */
  public static FakeUpstream holding(Dialogue dialogue) {
    HttpListener.Service service = (connection, _) -> dialogue.hold(connection);
    return new FakeUpstream(HttpListener.start(0, MAX_CONNECTIONS, service), List.of());
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
    return listener.port();
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
    return listener.accepted();
  }

  public int openConnections() {
    return listener.open();
  }

  /** Ends every connection that is open, without an answer. */
  public void hangUp() {
    listener.hangUp();
  }

  /** Ends every connection that is open by a reset. */
  public void reset() {
    listener.reset();
  }

  /** Stops listening, ends all connections, and waits for scripts that still run, 2 s at most. */
  @Override
  public void close() {
    listener.close();
    listener.awaitThreads(MOST_FOR_A_SCRIPT);
  }
}
