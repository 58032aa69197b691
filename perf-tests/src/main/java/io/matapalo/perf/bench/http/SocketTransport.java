package io.matapalo.perf.bench.http;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Blocking HTTP/1.1 to one server over pooled keep-alive connections, from one or more source
 * addresses. The pool grows with the requests in flight, which the load engine bounds; a connection
 * idle for longer than the limit is not used again, since the server may be about to close it.
 * Thread-safe.
 */
public final class SocketTransport implements Transport, AutoCloseable {
  private static final Duration DEFAULT_IDLE_LIMIT = Duration.ofSeconds(2);

  private final InetSocketAddress target;
  private final String authority;
  private final List<InetAddress> sources;
  private final List<ConcurrentLinkedDeque<Connection>> idle;
  private final MonotonicClock clock;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Sends to {@code target}; client number n leaves from source n modulo their number. */
  public SocketTransport(
      InetSocketAddress target, List<InetAddress> sources, MonotonicClock clock) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("at least one source address is needed, got none");
    }
    this.target = target;
    this.authority = target.getHostString() + ":" + target.getPort();
    this.sources = List.copyOf(sources);
    this.idle =
        Stream.generate(ConcurrentLinkedDeque<Connection>::new).limit(sources.size()).toList();
    this.clock = clock;
  }

  @Override
  public Sent send(HttpRequest request, int client, long deadlineNanos) {
    int source = Math.floorMod(client, sources.size());
    Connection connection;
    try {
      connection = take(source, deadlineNanos);
    } catch (IOException e) {
      long failed = clock.nanos();
      return new Sent.Failed(FailureKind.CONNECT, reason(e), failed, failed);
    }
    return exchange(request, connection, source, deadlineNanos);
  }

  private Sent exchange(
      HttpRequest request, Connection connection, int source, long deadlineNanos) {
    byte[] message = request.encoded(authority);
    long sent = clock.nanos();
    try {
      HttpResponse response = connection.exchange(message, deadlineNanos);
      long done = clock.nanos();
      giveBack(connection, source, response);
      return new Sent.Answered(response, sent, done);
    } catch (IOException e) {
      connection.close();
      return new Sent.Failed(kindOf(e), reason(e), sent, clock.nanos());
    }
  }

  private Connection take(int source, long deadlineNanos) throws IOException {
    ConcurrentLinkedDeque<Connection> pool = idle.get(source);
    // Last in, first out: what is not needed grows old and is dropped.
    for (Connection found = pool.pollFirst(); found != null; found = pool.pollFirst()) {
      if (found.idleNanos() < DEFAULT_IDLE_LIMIT.toNanos()) {
        return found;
      }
      found.close();
    }
    return Connection.open(target, sources.get(source), clock, deadlineNanos);
  }

  private void giveBack(Connection connection, int source, HttpResponse response) {
    if (!connection.isReusableAfter(response) || closed.get()) {
      connection.close();
      return;
    }
    idle.get(source).addFirst(connection);
  }

  /** Closes the idle connections; those in use are closed when their exchange ends. */
  @Override
  public void close() {
    closed.set(true);
    for (ConcurrentLinkedDeque<Connection> pool : idle) {
      for (Connection found = pool.pollFirst(); found != null; found = pool.pollFirst()) {
        found.close();
      }
    }
  }

  private static FailureKind kindOf(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> FailureKind.TIMEOUT;
      case MalformedAnswerException _ -> FailureKind.MALFORMED;
      default -> FailureKind.RESET;
    };
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
