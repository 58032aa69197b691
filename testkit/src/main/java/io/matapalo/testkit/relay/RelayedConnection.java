package io.matapalo.testkit.relay;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two sockets and the two directions between them. It ends when both directions have ended, or at
 * once, with a reset of both sockets, when one breaks. Thread-safe.
 */
final class RelayedConnection implements Relay.Pair {
  private static final Logger LOG = LoggerFactory.getLogger(RelayedConnection.class);
  private static final int DIRECTIONS = 2;

  private final Socket client;
  private final Socket server;
  private final Direction requests;
  private final Direction answers;
  private final Consumer<RelayedConnection> ended;
  private final AtomicInteger finished = new AtomicInteger();

  RelayedConnection(
      Socket client, Socket server, LongSupplier delayNanos, Consumer<RelayedConnection> ended) {
    this.client = client;
    this.server = server;
    this.ended = ended;
    this.requests = new Direction(client, server, delayNanos, this::directionEnded, this::reset);
    this.answers = new Direction(server, client, delayNanos, this::directionEnded, this::reset);
  }

  @Override
  public void start() {
    requests.start();
    answers.start();
  }

  private void directionEnded() {
    if (finished.incrementAndGet() == DIRECTIONS) {
      close(client);
      close(server);
      ended.accept(this);
    }
  }

  /** Ends both sides with RST. Idempotent. */
  @Override
  public void reset() {
    reset(client);
    reset(server);
    requests.stop();
    answers.stop();
    ended.accept(this);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already, or was never open: there is nothing left to reset.
      LOG.trace("socket was closed before its reset", e);
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("socket did not close cleanly", e);
    }
  }
}
