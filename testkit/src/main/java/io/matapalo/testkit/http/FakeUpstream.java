package io.matapalo.testkit.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An HTTP/1.1 upstream on loopback that does what a test tells it to, wrong things included, and
 * keeps every request byte for byte. Scripted answers are used up in order; then the standing one
 * holds. Thread-safe.
 */
public final class FakeUpstream implements AutoCloseable {
  private static final int MAX_RECORDED_REQUESTS = 10_000;
  private static final int MAX_BODY_BYTES = 256_000_000;

  private final ServerSocket listener;
  private final Queue<FakeAnswer> script = new ConcurrentLinkedQueue<>();
  private final AtomicReference<FakeAnswer> standing;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();

  private FakeUpstream(ServerSocket listener, FakeAnswer standing) {
    this.listener = listener;
    this.standing = new AtomicReference<>(standing);
  }

  /** Starts one on a free port. */
  public static FakeUpstream answering(FakeAnswer standing) {
    return answering(standing, 0);
  }

  /** Starts one on a given port, for tests in which an upstream comes back. */
  public static FakeUpstream answering(FakeAnswer standing, int port) {
    try {
      ServerSocket listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
      FakeUpstream upstream = new FakeUpstream(listener, standing);
      Thread.ofVirtual().name("fake-upstream").start(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback port " + port, e);
    }
  }

  /** Adds answers that come before the standing one, each for one request. */
  public void script(FakeAnswer... answers) {
    script.addAll(List.of(answers));
  }

  public void alwaysAnswer(FakeAnswer answer) {
    standing.set(answer);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The first 10,000 requests, in the order in which they were complete. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  public int requestCount() {
    return served.get();
  }

  /** How many connections were ever accepted. */
  public int connectionCount() {
    return connections.get();
  }

  /** Connections that ended in the middle of a request or an answer. */
  public int brokenConnectionCount() {
    return broken.get();
  }

  public int openConnections() {
    return open.size();
  }

  @Override
  public void close() {
    close(listener);
    open.forEach(FakeUpstream::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        int connection = connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().name("fake-upstream-connection").start(() -> serve(socket, connection));
      } catch (IOException e) {
        // The listener was closed, or one connection was gone before it was taken: the loop's
        // condition tells.
        broken.addAndGet(listener.isClosed() ? 0 : 1);
      }
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      RequestReader reader =
          new RequestReader(
              new BufferedInputStream(socket.getInputStream()),
              socket.getOutputStream(),
              connection,
              MAX_BODY_BYTES);
      Optional<RecordedRequest> request = reader.next();
      while (request.isPresent() && answer(socket, request.get())) {
        request = reader.next();
      }
    } catch (IOException e) {
      broken.incrementAndGet();
    } finally {
      open.remove(socket);
    }
  }

  /** Does what the script says; true when the connection goes on. */
  private boolean answer(Socket socket, RecordedRequest request) throws IOException {
    if (requests.size() < MAX_RECORDED_REQUESTS) {
      requests.add(request);
    }
    served.incrementAndGet();
    FakeAnswer scripted = script.poll();
    FakeAnswer answer = scripted == null ? standing.get() : scripted;
    pause(answer);
    OutputStream out = socket.getOutputStream();
    for (byte[] part : answer.parts()) {
      out.write(part);
      out.flush();
    }
    return switch (answer.ending()) {
      case KEEP_ALIVE -> true;
      case CLOSE_AFTER, CLOSE_BEFORE, CLOSE_WITHIN -> false;
      case RESET -> {
        // RFC 9293 §3.10.4 by way of SO_LINGER 0: close sends RST.
        socket.setSoLinger(true, 0);
        yield false;
      }
      case HANG -> {
        // Ends when either side closes the connection.
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        yield false;
      }
    };
  }

  private static void pause(FakeAnswer answer) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(answer.delay().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before an answer", e);
    }
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + closeable, e);
    }
  }
}
