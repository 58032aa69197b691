package io.matapalo.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upstream that records what it gets, to the byte, and answers as its script says. */
final class ScriptedUpstream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScriptedUpstream.class);

  private final ServerSocket server;
  private final Script script;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private ScriptedUpstream(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  /** What to do with one request; false ends the connection. */
  interface Script {
    boolean answer(Received request, OutputStream out, Socket socket) throws IOException;
  }

  /** One request as it stood on the wire; the body is only counted if it is large. */
  record Received(String line, List<String> fields, String body, long bodyLength) {
    boolean has(String name) {
      return !field(name).isEmpty();
    }

    /** The first value, or nothing. */
    String field(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(field -> field.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  static ScriptedUpstream start(Script script) throws IOException {
    return start(0, script);
  }

  static ScriptedUpstream start(int port, Script script) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    ScriptedUpstream upstream = new ScriptedUpstream(server, script);
    upstream.threads.add(Thread.ofVirtual().start(upstream::accept));
    return upstream;
  }

  /** Answers everything with 200 and this body. */
  static ScriptedUpstream answering(String body) throws IOException {
    return start((request, out, socket) -> reply(out, "200 OK", body));
  }

  /** Answers each connection at once, whatever it is asked, and reads what comes without end. */
  static ScriptedUpstream early(String answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    ScriptedUpstream upstream = new ScriptedUpstream(server, (request, out, socket) -> false);
    Thread.ofVirtual().start(() -> upstream.answerEarly(answer));
    return upstream;
  }

  private void answerEarly(String answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().readNBytes(1000);
        raw(socket.getOutputStream(), answer);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        LOG.debug("The proxy hung up, as it should.", e);
      }
    }
  }

  static boolean reply(OutputStream out, String status, String body, String... fields)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    return raw(out, head.toString());
  }

  static boolean raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return true;
  }

  int port() {
    return server.getLocalPort();
  }

  List<Received> received() {
    return received;
  }

  int connections() {
    return accepted.get();
  }

  int openConnections() {
    return open.size();
  }

  /** Ends every connection that is open, without an answer. */
  void hangUp() {
    for (Socket socket : open) {
      closeQuietly(socket);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        open.add(socket);
        threads.add(Thread.ofVirtual().start(() -> serve(socket)));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      OutputStream out = socket.getOutputStream();
      boolean goesOn = true;
      while (goesOn) {
        Received request = read(in);
        received.add(request);
        goesOn = script.answer(request, out, socket);
      }
    } catch (IOException e) {
      LOG.debug("The proxy hung up, what it did before is what tests look at.", e);
    } finally {
      open.remove(socket);
    }
  }

  private static Received read(InputStream in) throws IOException {
    String line = line(in);
    List<String> fields = new CopyOnWriteArrayList<>();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      fields.add(field);
    }
    Received head = new Received(line, fields, "", 0);
    String length = head.field("Content-Length");
    if (!length.isEmpty()) {
      return withBody(head, in, Long.parseLong(length));
    }
    if (!head.has("Transfer-Encoding")) {
      return head;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      body.writeBytes(in.readNBytes(size));
      line(in);
      if (size == 0) {
        return new Received(line, fields, body.toString(StandardCharsets.ISO_8859_1), body.size());
      }
    }
  }

  private static Received withBody(Received head, InputStream in, long length) throws IOException {
    if (length <= 1 << 20) {
      byte[] body = in.readNBytes((int) length);
      if (body.length < length) {
        throw new IOException("request body ended early");
      }
      return new Received(
          head.line(), head.fields(), new String(body, StandardCharsets.ISO_8859_1), length);
    }
    in.skipNBytes(length);
    return new Received(head.line(), head.fields(), "", length);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the proxy ended the connection");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops listening, ends all connections, and waits until both have happened. */
  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofSeconds(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
