package io.matapalo.testkit.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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

  private final AtomicLong delayNanos = new AtomicLong();
  private final AtomicReference<Duration> added = new AtomicReference<>(Duration.ZERO);
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Acceptor acceptor;

  private DelayRelay(InetSocketAddress target) {
    this.acceptor = new Acceptor(target, this::takesMore, this::relay);
  }

  /** Relays a free port of loopback to a port of loopback, without delay at first. */
  public static DelayRelay toPort(int targetPort) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
  }

  /** Relays a free port of loopback to an address, without delay at first. */
  public static DelayRelay to(InetSocketAddress target) {
    DelayRelay relay = new DelayRelay(target);
    relay.acceptor.start();
    return relay;
  }

  /** The port of 127.0.0.1 that it listens on. */
  public int port() {
    return acceptor.port();
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
    delayNanos.set(oneWay.toNanos());
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

  private boolean takesMore() {
    boolean more = connections.size() < MAX_CONNECTIONS;
    if (!more) {
      LOG.warn("relay refuses a connection, it has {} open port={}", MAX_CONNECTIONS, port());
    }
    return more;
  }

  private void relay(Socket client, Socket server) {
    RelayedConnection connection =
        new RelayedConnection(client, server, delayNanos::get, connections::remove);
    connections.add(connection);
    connection.start();
    if (acceptor.isClosed()) {
      connection.reset();
    }
  }

  /** Stops listening and resets what is open. Idempotent. */
  @Override
  public void close() {
    try {
      acceptor.close();
    } finally {
      cut();
    }
  }
}
