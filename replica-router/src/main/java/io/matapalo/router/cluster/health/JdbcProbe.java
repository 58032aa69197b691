package io.matapalo.router.cluster.health;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Probes a node by JDBC. {@link #run} is confined to one thread, the rest is thread-safe. */
public final class JdbcProbe implements Probe {

  private final Node node;
  private final TopologyKind kind;
  private final NodeOpener opener;
  private final Duration timeout;

  /** How long the next connection may take to open and to answer. */
  private Duration patience;

  private volatile @Nullable Open open;

  public JdbcProbe(Node node, TopologyKind kind, NodeOpener opener, HealthSettings health) {
    this.node = node;
    this.kind = kind;
    this.opener = opener;
    this.timeout = health.timeout();
    this.patience = health.firstTimeout();
  }

  private record Open(Connection connection, HealthQuery query) {}

  @Override
  public ProbeResult run() {
    Open before = open;
    if (before != null) {
      try {
        return before.query().ask(before.connection());
      } catch (SQLException e) {
        close();
        // The server may have ended the idle connection alone, so a fresh connection decides.
        if (ProbeFailures.timedOut(e) || !ProbeFailures.isLink(e)) {
          return ProbeFailures.of(e, timeout);
        }
      }
    }
    try {
      Open fresh = open();
      ProbeResult result = fresh.query().ask(fresh.connection());
      patience = timeout;
      return result;
    } catch (SQLException e) {
      close();
      return ProbeFailures.of(e, patience);
    }
  }

  private Open open() throws SQLException {
    Connection connection = opener.open(node, patience);
    try {
      Open fresh = new Open(connection, HealthQueries.of(connection, kind));
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
        // The connection is broken already, so there is nothing left to break off.
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
      // The connection is thrown away in any case.
      return;
    }
  }
}
