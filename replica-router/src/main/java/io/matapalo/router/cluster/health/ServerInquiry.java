package io.matapalo.router.cluster.health;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a server by JDBC. {@link #look} is confined to one thread, the rest is thread-safe. */
public final class ServerInquiry implements Inquiry {

  private final Node node;
  private final TopologyKind kind;
  private final NodeOpener opener;
  private final Duration timeout;

  /** Of the next connection. */
  private Duration patience;

  private volatile @Nullable Open open;

  public ServerInquiry(Node node, TopologyKind kind, NodeOpener opener, HealthSettings health) {
    this.node = node;
    this.kind = kind;
    this.opener = opener;
    this.timeout = health.timeout();
    this.patience = health.firstTimeout();
  }

  private record Open(Connection connection, Probe probe) {}

  @Override
  public Look look() {
    Open before = open;
    if (before != null) {
      try {
        return before.probe().look(before.connection());
      } catch (SQLException e) {
        close();
        // An idle connection may have been ended by the server alone: a fresh one tells.
        if (Troubles.timedOut(e) || !Troubles.isLink(e)) {
          return Troubles.of(e, timeout);
        }
      }
    }
    try {
      Open fresh = open();
      Look look = fresh.probe().look(fresh.connection());
      patience = timeout;
      return look;
    } catch (SQLException e) {
      close();
      return Troubles.of(e, patience);
    }
  }

  private Open open() throws SQLException {
    Connection connection = opener.open(node, patience);
    try {
      Open fresh = new Open(connection, Probes.of(connection, kind));
      open = fresh;
      return fresh;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  @Override
  public void breakOff() {
    Open current = open;
    if (current != null) {
      try {
        current.connection().abort(Runnable::run);
      } catch (SQLException e) {
        // It is broken already, which is what was wanted.
        open = null;
      }
    }
  }

  @Override
  public void close() {
    Open current = open;
    open = null;
    if (current != null) {
      closeQuietly(current.connection());
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // A connection that cannot be closed in order is thrown away.
      return;
    }
  }
}
