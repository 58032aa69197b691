package io.matapalo.testkit.rules.planted.deciding;

import java.net.Socket;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;

/** Decides with all that it should not know. */
public final class Decision {
  public String about(Connection connection, Socket socket, Clock clock) {
    return Instant.now() + " " + System.nanoTime() + connection + socket + clock;
  }
}
