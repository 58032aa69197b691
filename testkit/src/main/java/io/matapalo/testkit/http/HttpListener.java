package io.matapalo.testkit.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections on a port of loopback and serves each on a virtual thread of its own. When as
 * many connections are open as there may be, the next one waits to be accepted. Thread-safe.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 1_024;

  private final ServerSocket socket;
  private final Semaphore free;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  private final AtomicInteger accepted = new AtomicInteger();

  private HttpListener(ServerSocket socket, int maxConnections) {
    this.socket = socket;
    this.free = new Semaphore(maxConnections);
  }

  /** What serves one connection; its number counts from 1. */
  @FunctionalInterface
  interface Service {
    void serve(Socket connection, int number) throws IOException;
  }

  /** What answers one request; true when the connection goes on. */
  @FunctionalInterface
  interface Exchange {
    boolean answer(RecordedRequest request, Socket connection) throws IOException;
  }

  /** Listens from now on; port 0 means any free one. */
  static HttpListener start(int port, int maxConnections, Service service) {
    try {
      ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      HttpListener listener = new HttpListener(socket, maxConnections);
      listener.threads.execute(() -> listener.accept(service));
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on loopback port %d; choose another or 0".formatted(port), e);
    }
  }

  /** The service that reads one request after another. */
  static Service requests(int maxBodyBytes, Exchange exchange) {
    return (connection, number) -> {
      RequestReader reader =
          new RequestReader(
              new BufferedInputStream(connection.getInputStream()),
              connection.getOutputStream(),
              number,
              maxBodyBytes);
      Optional<RecordedRequest> request = reader.next();
      while (request.isPresent() && exchange.answer(request.get(), connection)) {
        request = reader.next();
      }
    };
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Connections that were ever accepted. */
  int accepted() {
    return accepted.get();
  }

  int open() {
    return open.size();
  }

  /** Ends every connection that is open. */
  void hangUp() {
    open.forEach(HttpListener::close);
  }

  /** Ends every connection that is open by a reset: what was not read of it is lost. */
  void reset() {
    open.forEach(connection -> {
      try {
        connection.setSoLinger(true, 0);
      } catch (IOException e) {
        LOG.debug("connection is closed already reason={}", e.getMessage());
      }
      close(connection);
    });
  }

  private void accept(Service service) {
    while (!socket.isClosed()) {
      free.acquireUninterruptibly();
      try {
        serveSoon(service, socket.accept());
      } catch (IOException e) {
        free.release();
        LOG.debug("connection not accepted reason={}", e.getMessage());
      }
    }
  }

  /** A connection that came with the end is closed here, if {@link #hangUp} has missed it. */
  private void serveSoon(Service service, Socket connection) {
    int number = accepted.incrementAndGet();
    open.add(connection);
    try {
      threads.execute(() -> serve(service, connection, number));
      if (socket.isClosed()) {
        close(connection);
      }
    } catch (RejectedExecutionException e) {
      close(connection);
      open.remove(connection);
      LOG.debug("connection came with the end reason={}", e.getMessage());
    }
  }

  private void serve(Service service, Socket connection, int number) {
    try (connection) {
      connection.setTcpNoDelay(true);
      service.serve(connection, number);
    } catch (IOException e) {
      LOG.debug("connection ended reason={}", e.getMessage());
    } finally {
      open.remove(connection);
      free.release();
    }
  }

  /** Waits for threads that still serve after the end, so long at most. */
  void awaitThreads(Duration atMost) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("connections are still served on port {}", port());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops listening and ends all connections. Idempotent. */
  @Override
  public void close() {
    close(socket);
    hangUp();
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + closeable, e);
    }
  }
}
