package io.matapalo.testkit.relay;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/**
 * Listens on a free port of loopback and relays each connection to a database server, whose
 * greeting then names another version. Everything else passes as it is. A server that does not
 * greet within 5 s is given up, and its client reset. Thread-safe.
 */
public final class GreetingRelay extends Relay<RelayedConnection> {
  private static final int GREETING_MILLIS = 5_000;

  private final String version;

  private GreetingRelay(int targetPort, String version) {
    super(targetPort);
    this.version = version;
  }

  /** Relays to a port of loopback, whose clients are greeted by that version. */
  public static GreetingRelay toPort(int targetPort, String version) {
    GreetingRelay relay = new GreetingRelay(targetPort, version);
    relay.start();
    return relay;
  }

  @Override
  RelayedConnection pair(Socket client, Socket server) throws IOException {
    server.setSoTimeout(GREETING_MILLIS);
    Packet greeting =
        Packet.read(server.getInputStream())
            .orElseThrow(() -> new EOFException("the server ended without a greeting"));
    server.setSoTimeout(0);
    greeting.withVersion(version).writeTo(client.getOutputStream());
    return new RelayedConnection(client, server, () -> 0, open()::remove);
  }
}
