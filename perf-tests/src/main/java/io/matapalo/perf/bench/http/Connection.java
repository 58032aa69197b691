package io.matapalo.perf.bench.http;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** One keep-alive connection. Confined to one exchange at a time. */
final class Connection implements AutoCloseable {
  private final Socket socket;
  private final MonotonicClock clock;
  private final ResponseReader reader;
  private final OutputStream out;
  private long deadlineNanos;
  private long idleSinceNanos;

  private Connection(Socket socket, MonotonicClock clock) throws IOException {
    this.socket = socket;
    this.clock = clock;
    this.out = socket.getOutputStream();
    this.reader = new ResponseReader(this::readBeforeDeadline);
  }

  /** Opens a connection from {@code source}, or fails when {@code deadlineNanos} has passed. */
  static Connection open(
      InetSocketAddress target, InetAddress source, MonotonicClock clock, long deadlineNanos)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(target, millisUntil(deadlineNanos, clock));
      return new Connection(socket, clock);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Writes the message and reads its answer. */
  HttpResponse exchange(byte[] message, long deadline) throws IOException {
    deadlineNanos = deadline;
    out.write(message);
    HttpResponse response = reader.read();
    idleSinceNanos = clock.nanos();
    return response;
  }

  /** Whether a further request may be sent after {@code response}. */
  boolean isReusableAfter(HttpResponse response) {
    boolean framed =
        response.header("content-length").isPresent()
            || response.header("transfer-encoding").isPresent()
            || response.status() == 204
            || response.status() == 304;
    boolean closes = response.header("connection").orElse("").equalsIgnoreCase("close");
    return framed && !closes && !reader.hasLeftovers();
  }

  /** How long it has not been used. */
  long idleNanos() {
    return clock.nanos() - idleSinceNanos;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: the connection is given up anyway.
    }
  }

  private int readBeforeDeadline(byte[] into, int offset, int length) throws IOException {
    socket.setSoTimeout(millisUntil(deadlineNanos, clock));
    return socket.getInputStream().read(into, offset, length);
  }

  private static int millisUntil(long deadlineNanos, MonotonicClock clock)
      throws SocketTimeoutException {
    long remaining = deadlineNanos - clock.nanos();
    if (remaining <= 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    // A timeout of 0 would mean none.
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(remaining), 1, Integer.MAX_VALUE);
  }
}
