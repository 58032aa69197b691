package io.matapalo.testkit.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a free port of loopback, and for each client opens a connection to a port of loopback.
 * Thread-safe.
 *
 * @param <C> what becomes of a client's connection and the target's
 */
abstract class Relay<C extends Relay.Pair> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BACKLOG = 128;
  private static final int MAX_CONNECTIONS = 500;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<C> connections = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  /** Two sockets and what passes between them. */
  interface Pair {
    void start();

    /** Ends both sides with RST. Idempotent. */
    void reset();
  }

  /** A direction's work, which a broken or cut connection ends. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  Relay(int targetPort) {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    try {
      this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("the relay to " + target + " cannot listen on loopback", e);
    }
    this.thread = Thread.ofPlatform().daemon().name("relay-" + port()).unstarted(this::listen);
  }

  /**
   * The pair of a client and the server, which has not begun yet.
   *
   * @throws IOException when they cannot be joined; both are reset then
   */
  abstract C pair(Socket client, Socket server) throws IOException;

  /** May a new client come? Whoever comes while it may not is reset. */
  boolean takesMore() {
    return true;
  }

  final void start() {
    thread.start();
  }

  /** The port of 127.0.0.1 that it listens on. */
  public final int port() {
    return listener.getLocalPort();
  }

  /** Connections that are open. */
  public final int connections() {
    return connections.size();
  }

  final Set<C> open() {
    return connections;
  }

  /**
   * Resets every connection on both sides at once, as a failing network device does; bytes on their
   * way are lost. New connections are taken as before. Returns how many it cut.
   */
  public final int cut() {
    int count = 0;
    for (C connection : connections) {
      connection.reset();
      count++;
    }
    return count;
  }

  private void listen() {
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

  /** Does the work; {@code broken} is told when the connection breaks under it. */
  static void guarded(Work work, Runnable broken) {
    try {
      work.run();
    } catch (IOException e) {
      LOG.debug("relayed connection broke", e);
      broken.run();
    } catch (InterruptedException e) {
      // It was cut, and both sockets are closed.
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasRoom() {
    boolean room = connections.size() < MAX_CONNECTIONS;
    if (!room) {
      LOG.warn("relay refuses a connection, it has {} open port={}", MAX_CONNECTIONS, port());
    }
    return room;
  }

  private void connect(Socket client) {
    if (!hasRoom() || !takesMore()) {
      RelayedConnection.reset(client);
      return;
    }
    Socket server = new Socket();
    C connection;
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
      connection = pair(client, server);
    } catch (IOException e) {
      LOG.debug("relay cannot connect target={}", target, e);
      RelayedConnection.reset(server);
      RelayedConnection.reset(client);
      return;
    }
    connections.add(connection);
    connection.start();
    if (closed.get()) {
      connection.reset();
    }
  }

  /** Stops listening and resets what is open. Idempotent. */
  @Override
  public void close() {
    try {
      if (closed.compareAndSet(false, true)) {
        listener.close();
        // While a thread is still inside accept, the kernel goes on taking connections.
        thread.join(STOP_LIMIT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close port " + port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cut();
    }
  }
}
