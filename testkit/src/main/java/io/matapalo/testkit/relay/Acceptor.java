package io.matapalo.testkit.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a free port of loopback, and for each client opens a connection to the target.
 * Thread-safe.
 */
final class Acceptor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BACKLOG = 128;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final BooleanSupplier takesMore;
  private final BiConsumer<Socket, Socket> taken;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  /** Whoever comes while {@code takesMore} says no is reset. */
  Acceptor(InetSocketAddress target, BooleanSupplier takesMore, BiConsumer<Socket, Socket> taken) {
    this.target = target;
    this.takesMore = takesMore;
    this.taken = taken;
    try {
      this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("the relay to " + target + " cannot listen on loopback", e);
    }
    this.thread = Thread.ofPlatform().daemon().name("relay-" + port()).unstarted(this::accept);
  }

  void start() {
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  boolean isClosed() {
    return closed.get();
  }

  private void accept() {
    while (!closed.get()) {
      try {
        Socket client = listener.accept();
        // Connecting may take long, and must not keep the others waiting.
        Thread.ofVirtual().name("relay-connect").start(() -> connect(client));
      } catch (IOException e) {
        if (!closed.get()) {
          LOG.error("relay has stopped listening port={}", port(), e);
        }
        return;
      }
    }
  }

  private void connect(Socket client) {
    if (!takesMore.getAsBoolean()) {
      RelayedConnection.reset(client);
      return;
    }
    Socket server = new Socket();
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
    } catch (IOException e) {
      LOG.debug("relay cannot connect target={}", target, e);
      RelayedConnection.reset(server);
      RelayedConnection.reset(client);
      return;
    }
    taken.accept(client, server);
  }

  /** Stops listening. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      listener.close();
      // While a thread is still inside accept, the kernel goes on taking connections.
      thread.join(STOP_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close port " + port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
