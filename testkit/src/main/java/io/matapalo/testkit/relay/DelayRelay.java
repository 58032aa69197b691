package io.matapalo.testkit.relay;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens on loopback and relays each connection to one address, holding back what passes for half
 * the round trip in each direction. It delays and does not throttle: any number of messages may be
 * on their way, up to {@value Direction#MAX_CHUNKS} reads of at most {@value Direction#CHUNK_BYTES}
 * bytes for each direction of a connection. The delay can be changed while it runs and then holds
 * for what arrives from then on; zero, the default, is none. Thread-safe.
 */
public final class DelayRelay extends Relay<RelayedConnection> {
  /** The longest round trip that may be asked for. */
  public static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(10);

  private final AtomicLong delayNanos = new AtomicLong();

  private DelayRelay(int targetPort) {
    super(targetPort);
  }

  /** Relays a free port of loopback to a port of loopback, without delay at first. */
  public static DelayRelay toPort(int targetPort) {
    DelayRelay relay = new DelayRelay(targetPort);
    relay.start();
    return relay;
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
  }

  /** How long each direction holds back what it has read. */
  void hold(Duration oneWay) {
    delayNanos.set(oneWay.toNanos());
  }

  @Override
  RelayedConnection pair(Socket client, Socket server) {
    return new RelayedConnection(client, server, delayNanos::get, open()::remove);
  }
}
