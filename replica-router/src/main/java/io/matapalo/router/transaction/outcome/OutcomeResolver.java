package io.matapalo.router.transaction.outcome;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.outcome.OutcomeRow.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Finds out what became of an attempt whose commit's answer was lost, and keeps it from committing
 * later. Thread-safe. Never guesses: what is not proven by a row is {@link Resolution.Open}.
 *
 * <p>In one transaction on a new connection it looks for the attempt's row and, where there is
 * none, takes the attempt's id itself. If that commits, the original did not commit and cannot: it
 * would need the same primary key. While the original still runs, the insert waits for its lock, a
 * second at a time.
 */
public final class OutcomeResolver {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final DataSource source;
  private final OutcomeTable table;
  private final TopologyKind topology;
  private final Pace pace;

  /** Asks the nodes that {@code source} gives connections to. */
  public OutcomeResolver(DataSource source, OutcomeTable table, TopologyKind topology, Pace pace) {
    this.source = source;
    this.table = table;
    this.topology = topology;
    this.pace = pace;
  }

  /**
   * Asks until it is proven, or {@code within} has passed (the latest step may end later, by at
   * most a borrow and a second). An interrupt ends it too and stays set.
   *
   * @param original the node that the commit was sent to
   */
  public Resolution resolve(OutcomeId id, Optional<Node> original, Duration within) {
    long begun = pace.nanos().getAsLong();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Resolution found = onALink(link -> lookOrFence(link, id, original));
      Duration left = within.minusNanos(pace.nanos().getAsLong() - begun);
      boolean over = left.isNegative() || left.isZero();
      if (!(found instanceof Resolution.Open) || over || !paused(shorter(pause, left))) {
        return found;
      }
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /** Asks once, without taking the id. */
  public Resolution look(OutcomeId id) {
    return onALink(link -> {
      Optional<OutcomeRow> row = table.find(link.connection(), id);
      endReading(link);
      return row.map(OutcomeResolver::provenBy)
          .orElseGet(() -> new Resolution.Open("there is no row of it yet"));
    });
  }

  private Resolution lookOrFence(Link link, OutcomeId id, Optional<Node> original)
      throws SQLException {
    Optional<OutcomeRow> row = table.find(link.connection(), id);
    if (row.isPresent()) {
      endReading(link);
      return provenBy(row.get());
    }
    Optional<Node> node = link.state().node();
    if (!mayFence(original, node)) {
      endReading(link);
      return new Resolution.Open(
          "the commit was sent to "
              + original.map(Node::name).orElse("?")
              + ", and the primary is now "
              + node.map(Node::name).orElse("?")
              + ", which has no row of it");
    }
    fence(link.connection(), id);
    return new Resolution.NotCommitted();
  }

  /**
   * Nodes that decide commits together decide between the original and the fence, wherever each
   * runs. A primary that took over from another may still lack what that one had committed: there
   * the absence of a row proves nothing.
   */
  private boolean mayFence(Optional<Node> original, Optional<Node> node) {
    return topology == TopologyKind.MULTI_PRIMARY
        || original.isEmpty()
        || original.map(Node::name).equals(node.map(Node::name));
  }

  private void fence(Connection connection, OutcomeId id) throws SQLException {
    try (Statement session = connection.createStatement()) {
      long usual = lockWait(session);
      session.execute("SET SESSION innodb_lock_wait_timeout = 1");
      table.fence(connection, id);
      session.execute("SET SESSION innodb_lock_wait_timeout = " + usual);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static long lockWait(Statement session) throws SQLException {
    try (ResultSet row = session.executeQuery("SELECT @@SESSION.innodb_lock_wait_timeout")) {
      if (!row.next()) {
        throw new SQLException("the server does not tell innodb_lock_wait_timeout");
      }
      return row.getLong(1);
    }
  }

  private static void endReading(Link link) throws SQLException {
    link.connection().rollback();
    link.connection().setAutoCommit(true);
  }

  private static Resolution provenBy(OutcomeRow row) {
    return row.state() == State.COMMITTED
        ? new Resolution.Committed(row.result())
        : new Resolution.NotCommitted();
  }

  private Resolution onALink(Asking asking) {
    try {
      Link link = Link.open(source);
      boolean clean = false;
      try {
        link.connection().setAutoCommit(false);
        Resolution found = asking.on(link);
        clean = true;
        return found;
      } finally {
        if (!clean) {
          // Its lock wait may still be the short one.
          link.abort();
        }
        link.close();
      }
    } catch (SQLException e) {
      return new Resolution.Open("error " + e.getErrorCode() + ", SQLState " + e.getSQLState());
    }
  }

  private boolean paused(Duration pause) {
    try {
      pace.waiting().pause(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** What is asked on one connection. */
  @FunctionalInterface
  private interface Asking {
    Resolution on(Link link) throws SQLException;
  }
}
