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
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on loopback and relays each connection to one address, holding back what passes for half
 * the round trip in each direction. It delays and does not throttle: any number of messages may be
 * on their way, up to {@value Direction#MAX_CHUNKS} reads of at most {@value Direction#CHUNK_BYTES}
 * bytes for each direction of a connection. The delay can be changed while it runs and then holds
 * for what arrives from then on; zero, the default, is none. Thread-safe.
 */
public final class DelayRelay implements AutoCloseable {
  /** The longest round trip that may be asked for. */
  public static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(DelayRelay.class);
  private static final int MAX_CONNECTIONS = 500;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BACKLOG = 128;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final OneWayDelay delay = new OneWayDelay();
  private final AtomicReference<Duration> added = new AtomicReference<>(Duration.ZERO);
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread acceptor;

  private DelayRelay(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
    this.acceptor =
        Thread.ofPlatform()
            .daemon()
            .name("relay-" + listener.getLocalPort())
            .unstarted(this::accept);
  }

  /** Relays a free port of loopback to a port of loopback, without delay at first. */
  public static DelayRelay toPort(int targetPort) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
  }

  /** Relays a free port of loopback to an address, without delay at first. */
  public static DelayRelay to(InetSocketAddress target) {
    try {
      ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      DelayRelay relay = new DelayRelay(listener, target);
      relay.acceptor.start();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("the relay to " + target + " cannot listen on loopback", e);
    }
  }

  /** The port of 127.0.0.1 that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * What one round trip costs more from now on; half of it in each direction. What the relay itself
   * costs is measured for it, in a fifth of a second, and counts as a part.
   */
  public void roundTrip(Duration more) {
    if (more.isNegative() || more.compareTo(MAX_ROUND_TRIP) > 0) {
      throw new IllegalArgumentException(
          "a round trip must be 0 to %s, was %s".formatted(MAX_ROUND_TRIP, more));
    }
    Duration rest = more.isZero() ? more : more.minus(OwnCost.measured());
    hold(rest.isNegative() ? Duration.ZERO : rest.dividedBy(2));
    added.set(more);
  }

  /** What one round trip costs more. */
  public Duration roundTrip() {
    return added.get();
  }

  /** How long each direction holds back what it has read. */
  void hold(Duration oneWay) {
    delay.set(oneWay);
  }

  /** Connections that are open. */
  public int connections() {
    return connections.size();
  }

  /**
   * Resets every connection on both sides at once, as a failing network device does; bytes on their
   * way are lost. New connections are taken as before. Returns how many it cut.
   */
  public int cut() {
    int count = 0;
    for (RelayedConnection connection : connections) {
      connection.reset();
      count++;
    }
    return count;
  }

  private void accept() {
    while (!closed.get()) {
      try {
        Socket client = listener.accept();
        // Connecting may take long, and must not keep the others waiting.
        Thread.ofVirtual().name("relay-connect").start(() -> relay(client));
      } catch (IOException e) {
        if (!closed.get()) {
          LOG.error("relay has stopped listening port={}", port(), e);
        }
        return;
      }
    }
  }

  private void relay(Socket client) {
    if (connections.size() >= MAX_CONNECTIONS) {
      LOG.warn("relay refuses a connection, it has {} open port={}", MAX_CONNECTIONS, port());
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
    RelayedConnection connection =
        new RelayedConnection(client, server, delay, connections::remove);
    connections.add(connection);
    connection.start();
    if (closed.get()) {
      connection.reset();
    }
  }

  /** Stops listening and resets what is open. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      listener.close();
      // While a thread is still inside accept, the kernel goes on taking connections.
      acceptor.join(STOP_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close port " + port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cut();
    }
  }
}
