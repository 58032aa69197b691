package io.matapalo.router.pinning;

import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.pinning.TransactionFailures.Judged;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one routed connection: each is pinned to a node with its first statement and
 * stays there, or fails there. Confined to the connection's thread, but for {@link #abort}.
 *
 * <p>The way of a transaction, as in {@code docs/architecture.md}. The application takes the steps,
 * so they are methods that its calls lead to:
 *
 * <ol>
 *   <li>declare, choose, reach, apply the session, be fresh: {@link #begin}, by {@code PinChoice}
 *   <li>run: {@link #sending}, then {@link #executed} or {@link #failed}
 *   <li>end: {@link #commit} or {@link #rollback}, which learn what the session has seen
 * </ol>
 */
public final class RoutedTransaction implements TransactionState {

  private static final String INVALID_STATE = "25000";
  private static final String ACTIVE_TRANSACTION = "25001";

  private final SessionState session;
  private final Pinning pinning;
  private final SessionMarks marks;
  private final TransactionFailures failures;
  private final TransactionEnds ends;
  private volatile boolean closed;

  public RoutedTransaction(Routing routing, SessionState session) {
    this.session = session;
    this.pinning = new Pinning(routing, session);
    this.marks = new SessionMarks(routing);
    this.failures = new TransactionFailures(routing);
    this.ends = new TransactionEnds(pinning, marks, failures);
  }

  public int epoch() {
    return pinning.epoch();
  }

  /** The pin of the running transaction; one begins if none runs. */
  public Pin begin() throws SQLException {
    Pin now = pinning.decided();
    if (now != null && !failures.isDoomed()) {
      return now;
    }
    requireOpen();
    failures.requireNotDoomed();
    try {
      return pinning.decide();
    } catch (SQLTransientConnectionException e) {
      failures.notBegun(e);
      throw e;
    }
  }

  /** For what is no statement: the pin of the running transaction, or any. */
  public Pin anyPin() throws SQLException {
    requireOpen();
    if (failures.isDoomed()) {
      failures.requireNotDoomed();
    }
    return pinning.any();
  }

  public @Nullable Pin latestPin() {
    return pinning.latest();
  }

  /** A statement is about to be sent. */
  public void sending() {
    if (!session.autoCommit()) {
      pinning.send();
    }
  }

  /** A statement went well. */
  public void executed(Pin on) {
    if (session.autoCommit()) {
      marks.ended(on, pinning.intent());
      pinning.end();
    }
  }

  /** Making a statement failed: if none of the transaction was sent, another node may be tried. */
  public boolean mayMove(SQLException thrown, Pin on) {
    if (pinning.isSent()) {
      return false;
    }
    Judged judged = failures.judge(thrown, on, Phase.CONNECT);
    if (!judged.verdict().evicts()) {
      return false;
    }
    pinning.drop(on);
    pinning.undecide();
    return true;
  }

  public boolean isAutoCommit() {
    return session.autoCommit();
  }

  public void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLNonTransientConnectionException("the connection is closed", "08003");
    }
  }

  public void requireNotDoomed() throws SQLException {
    failures.requireNotDoomed();
  }

  /** A setting was changed: at once within a transaction, else with the next one's beginning. */
  public void sessionChanged() throws SQLException {
    Pin now = pinning.latest();
    if (!pinning.isSent() || now == null) {
      pinning.undecide();
      return;
    }
    try {
      session.applyValuesTo(now);
    } catch (SQLException e) {
      throw failed(e, now);
    }
  }

  public void setReadOnly(boolean wanted) throws SQLException {
    requireOpen();
    if (wanted == session.readOnly()) {
      return;
    }
    if (pinning.isSent() || failures.isDoomed()) {
      throw new SQLException(
          "setReadOnly during a transaction is refused: its node is chosen; commit or roll back"
              + " first",
          ACTIVE_TRANSACTION);
    }
    session.setReadOnly(wanted);
    pinning.undecide();
  }

  public void setAutoCommit(boolean wanted) throws SQLException {
    requireOpen();
    if (wanted == session.autoCommit()) {
      return;
    }
    if (wanted) {
      ends.commit();
    }
    session.setAutoCommit(wanted);
    pinning.undecide();
  }

  public void commit() throws SQLException {
    requireOpen();
    refuseUnderAutoCommit("commit");
    ends.commit();
  }

  public void rollback() throws SQLException {
    requireOpen();
    refuseUnderAutoCommit("rollback");
    ends.rollback();
  }

  /** A statement has failed: what is to be thrown. */
  public SQLException failed(SQLException thrown, Pin on) {
    Judged judged = failures.judge(thrown, on, statementPhase());
    if (session.autoCommit()) {
      if (judged.isOutcomeUnknown()) {
        on.breakDown();
      }
      pinning.end();
    } else if (judged.verdict().dooms() || on.isBroken()) {
      failures.doomBy(judged);
    }
    return failures.handedUp(judged);
  }

  /** Reading the results of a transaction that has ended has failed. */
  public SQLException failedAfterEnd(SQLException thrown, Pin on) {
    Judged judged = failures.judge(thrown, on, statementPhase());
    if (on == pinning.latest() && pinning.isSent() && on.isBroken()) {
      failures.doomBy(judged);
    }
    return failures.handedUp(judged);
  }

  /**
   * What is no statement has failed, though the driver may have asked the server for it: what is to
   * be thrown.
   */
  public SQLException failedAside(SQLException thrown) {
    Pin on = pinning.latest();
    if (on == null) {
      return thrown;
    }
    boolean inTransaction = pinning.isSent();
    Phase phase = inTransaction ? Phase.IN_TRANSACTION : Phase.AUTOCOMMIT_READ;
    Judged judged = failures.judge(thrown, on, phase);
    if (inTransaction && (judged.verdict().dooms() || on.isBroken())) {
      failures.doomBy(judged);
    }
    return failures.handedUp(judged);
  }

  public void statementClosed(Pin on) {
    pinning.statementClosed(on);
  }

  public boolean isValid(int seconds) throws SQLException {
    if (closed) {
      return false;
    }
    if (!pinning.isSent() && !failures.isDoomed()) {
      return pinning.isUsable(seconds);
    }
    Pin now = pinning.latest();
    return now != null && !now.isBroken() && now.physical().isValid(seconds);
  }

  /** Rolls back what is open, as pools do; a pool's connection must not come back with it. */
  public void close() {
    if (closed) {
      // After an abort they are still held, and taken from their pool.
      pinning.discardAll();
      return;
    }
    Pin now = pinning.latest();
    if (pinning.isSent() && now != null) {
      try {
        ends.rollback();
      } catch (SQLException e) {
        // It is dropped: the server rolls back when its link closes.
        now.breakDown();
      }
    }
    closed = true;
    pinning.closeAll();
  }

  public boolean isClosed() {
    return closed;
  }

  public void abort(Executor executor) throws SQLException {
    closed = true;
    pinning.abort(executor);
  }

  @Override
  public Optional<Node> node() {
    return pinning.node();
  }

  @Override
  public Phase phase() {
    Phase now = ends.running();
    if (now != null) {
      return now;
    }
    return pinning.decided() == null ? Phase.CONNECT : statementPhase();
  }

  @Override
  public Optional<Failure> failureOf(SQLException thrown) {
    return failures.failureOf(thrown);
  }

  @Override
  public Optional<Failure> doomedBy() {
    return failures.doomedBy();
  }

  private Phase statementPhase() {
    if (!session.autoCommit()) {
      return Phase.IN_TRANSACTION;
    }
    return pinning.intent() == Intent.READ ? Phase.AUTOCOMMIT_READ : Phase.AUTOCOMMIT_WRITE;
  }

  private void refuseUnderAutoCommit(String what) throws SQLException {
    if (session.autoCommit()) {
      throw new SQLException(
          what + " under autocommit is refused; call setAutoCommit(false) first", INVALID_STATE);
    }
  }
}
