package io.matapalo.perf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A small HTTP server on a free port of loopback, one virtual thread per connection. The script
 * gives the raw bytes for a request; nothing means silence. Thread-safe.
 */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Function<String, Optional<String>> script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> peers = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedServer(Function<String, Optional<String>> script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers each request, its head and body as text, with what the function gives. */
  public static ScriptedServer scripted(Function<String, Optional<String>> script)
      throws IOException {
    return new ScriptedServer(script);
  }

  public static ScriptedServer answering(int status, String body) throws IOException {
    return new ScriptedServer(_ -> Optional.of(message(status, body)));
  }

  public static ScriptedServer silent() throws IOException {
    return new ScriptedServer(_ -> Optional.empty());
  }

  /** Answers every request with these bytes; an empty text closes the connection. */
  public static ScriptedServer raw(String bytes) throws IOException {
    return new ScriptedServer(_ -> Optional.of(bytes));
  }

  public static String message(int status, String body) {
    int length = body.getBytes(ISO_8859_1).length;
    return "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s".formatted(status, length, body);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  public List<String> requests() {
    return List.copyOf(requests);
  }

  public Set<String> peers() {
    return Set.copyOf(peers);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        peers.add(socket.getInetAddress().getHostAddress());
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      for (String request = read(socket); !request.isEmpty(); request = read(socket)) {
        requests.add(request);
        Optional<String> answer = script.apply(request);
        if (answer.isPresent() && answer.get().isEmpty()) {
          return;
        }
        if (answer.isPresent()) {
          socket.getOutputStream().write(answer.get().getBytes(ISO_8859_1));
        }
      }
    } catch (IOException e) {
      // The client went away, or the test closed the server.
    } finally {
      open.remove(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    String text = head.toString(ISO_8859_1);
    int at = text.indexOf("Content-Length: ");
    int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
    return text + new String(in.readNBytes(length), ISO_8859_1);
  }
}
