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
 * Resolves an attempt whose commit got no answer: committed, or not committed and never to be.
 * Thread-safe.
 *
 * <p><b>Idea.</b> Each writing attempt inserts an outcome row under its id as its last statement,
 * so row and work commit together. The resolver looks for that row on a new connection. A row
 * proves the commit. Without a row, the attempt may still be on its way, so the resolver inserts a
 * row under the same id itself: the fence. Both rows have one primary key, hence only one of them
 * can commit.
 *
 * <p><b>States.</b> {@link Resolution.Committed}: the attempt's row is there. {@link
 * Resolution.NotCommitted}: the fence is committed. {@link Resolution.Open}: no proof yet, because
 * the node does not answer, the attempt still holds the lock of its row, or another primary took
 * over. The resolver never guesses: it asks again until the deadline, and Open is the last answer.
 *
 * <p><b>Which node.</b> In a {@code multi-primary} cluster all nodes decide commits together, so
 * any node may take the fence. In {@code primary-replica} a new primary may lack what the former
 * one had committed. A missing row proves nothing there, and only the node of the commit takes the
 * fence.
 *
 * <p><b>Cost.</b> One insert for each writing transaction. A resolution takes one connection and
 * two to five statements a try; its insert waits at most a second for a lock that the attempt
 * holds.
 *
 * <p><b>Source.</b> MySQL manual, "InnoDB Locking" (a duplicate-key insert waits for the first
 * transaction to end); Gray and Reuter, "Transaction Processing", on testable transactions.
 */
public final class OutcomeResolver {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final DataSource source;
  private final OutcomeTable table;
  private final TopologyKind topology;
  private final PauseClock clock;

  /** Resolves over connections of {@code source}. */
  public OutcomeResolver(
      DataSource source, OutcomeTable table, TopologyKind topology, PauseClock clock) {
    this.source = source;
    this.table = table;
    this.topology = topology;
    this.clock = clock;
  }

  /**
   * Tries until there is a proof or {@code within} has passed; what is asked then is broken off. An
   * interrupt ends the tries too, and its flag stays set.
   *
   * @param original the node that the commit was sent to
   */
  public Resolution resolve(OutcomeId id, Optional<Node> original, Duration within) {
    long begun = clock.nanos();
    Duration pause = FIRST_PAUSE;
    Duration limit = within;
    while (true) {
      Resolution resolution =
          onConnection(limit, transaction -> findOrFence(transaction, id, original));
      Duration left = within.minusNanos(clock.nanos() - begun);
      boolean over = left.isNegative() || left.isZero();
      if (!(resolution instanceof Resolution.Open)
          || over
          || !clock.pauseUnlessInterrupted(shorter(pause, left))) {
        return resolution;
      }
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      limit = within.minusNanos(clock.nanos() - begun);
    }
  }

  /** Looks for the row once, without a fence, for {@code within} at most. */
  public Resolution find(OutcomeId id, Duration within) {
    return onConnection(
        within,
        transaction -> {
          Optional<OutcomeRow> row = table.find(transaction.connection(), id);
          endReading(transaction);
          return row.map(OutcomeResolver::provenBy)
              .orElseGet(() -> new Resolution.Open("there is no row of it yet"));
        });
  }

  private Resolution findOrFence(
      TransactionConnection transaction, OutcomeId id, Optional<Node> original)
      throws SQLException {
    Optional<OutcomeRow> row = table.find(transaction.connection(), id);
    if (row.isPresent()) {
      endReading(transaction);
      return provenBy(row.get());
    }
    Optional<Node> node = transaction.state().node();
    if (!mayFence(original, node)) {
      endReading(transaction);
      return new Resolution.Open(
          ("the commit was sent to %s, and the primary is now %s, which has no row of " + "it")
              .formatted(original.map(Node::name).orElse("?"), node.map(Node::name).orElse("?")));
    }
    fence(transaction.connection(), id);
    return new Resolution.NotCommitted();
  }

  /** Whether a committed fence on {@code node} would prove that the original did not commit. */
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

  private static void endReading(TransactionConnection transaction) throws SQLException {
    transaction.connection().rollback();
    transaction.connection().setAutoCommit(true);
  }

  private static Resolution provenBy(OutcomeRow row) {
    return row.state() == State.COMMITTED
        ? new Resolution.Committed(row.result())
        : new Resolution.NotCommitted();
  }

  private Resolution onConnection(Duration within, Try attempt) {
    try (TransactionConnection transaction = TransactionConnection.open(source)) {
      PauseClock.Alarm limit = transaction.breakOffAfter(within, clock);
      boolean clean = false;
      try {
        transaction.connection().setAutoCommit(false);
        Resolution resolution = attempt.on(transaction);
        clean = true;
        return resolution;
      } finally {
        limit.cancel();
        if (!clean) {
          // The short lock wait may still be set on this session.
          transaction.abort();
        }
      }
    } catch (SQLException e) {
      return new Resolution.Open("error " + e.getErrorCode() + ", SQLState " + e.getSQLState());
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** One try on one connection. */
  @FunctionalInterface
  private interface Try {
    Resolution on(TransactionConnection transaction) throws SQLException;
  }
}
