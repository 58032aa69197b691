package io.matapalo.router.pinning;

import io.matapalo.router.pinning.TransactionFailures.Judged;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.Phase;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Commits and rolls back. Confined to the connection's thread. */
final class TransactionEnds {

  private final Pinning pinning;
  private final SessionMarks marks;
  private final TransactionFailures failures;
  private @Nullable Phase running;

  TransactionEnds(Pinning pinning, SessionMarks marks, TransactionFailures failures) {
    this.pinning = pinning;
    this.marks = marks;
    this.failures = failures;
  }

  /** COMMIT or ROLLBACK while its answer is awaited. */
  @Nullable Phase running() {
    return running;
  }

  void commit() throws SQLException {
    failures.requireNotDoomed();
    Pin now = pinning.latest();
    if (!pinning.isSent() || now == null) {
      pinning.end();
      return;
    }
    running = Phase.COMMIT;
    try {
      now.physical().commit();
    } catch (SQLException e) {
      throw failedCommit(failures.judge(e, now, Phase.COMMIT));
    } finally {
      running = null;
    }
    marks.ended(now, pinning.intent());
    pinning.end();
  }

  private SQLException failedCommit(Judged judged) {
    Pin on = judged.on();
    if (judged.isOutcomeUnknown() || on.isBroken()) {
      pinning.drop(on);
      pinning.end();
    } else {
      // Whether the server holds it open still is not known; a rollback makes sure.
      failures.doomBy(judged);
    }
    return failures.handedUp(judged);
  }

  void rollback() throws SQLException {
    Pin now = pinning.latest();
    boolean open = pinning.isSent();
    failures.rolledBack();
    pinning.end();
    if (now == null || !open) {
      return;
    }
    if (now.isBroken()) {
      // Closing the link rolls back; nothing can be sent on it.
      pinning.drop(now);
      return;
    }
    running = Phase.ROLLBACK;
    try {
      now.physical().rollback();
      marks.seen(now);
    } catch (SQLException e) {
      failedRollback(failures.judge(e, now, Phase.ROLLBACK));
    } finally {
      running = null;
    }
  }

  private void failedRollback(Judged judged) throws SQLException {
    // A server that has rolled back already may say so in answer to ROLLBACK.
    if (judged.verdict().cause() == Cause.CONFLICT && !judged.on().isBroken()) {
      return;
    }
    pinning.drop(judged.on());
    throw failures.handedUp(judged);
  }
}
