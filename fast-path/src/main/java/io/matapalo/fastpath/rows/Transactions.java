package io.matapalo.fastpath.rows;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs work of one kind, each piece as one transaction of the database. After a write conflict the
 * work runs again from its start, on a fresh connection, within the attempts and the retry budget
 * of the implementation and the caller's deadline. Thread-safe. Blocks.
 */
public interface Transactions {

  /**
   * Answers the result of {@code work} once it is committed. Whatever the work throws rolls its
   * transaction back and comes up as it is, unless the database asks for another run.
   *
   * @throws SQLException an error of the work that another run would meet again; nothing is stored
   * @throws CommitUnknown if the answer to the commit was lost, so that the work is stored or not
   * @throws TransactionFailed if attempts, budget or time ran out; nothing is stored
   */
  <T> T run(Deadline deadline, Work<T> work) throws SQLException;

  /** What one transaction does. It may run several times and takes nothing into the next run. */
  @FunctionalInterface
  interface Work<T> {

    /** Does the work; commit, rollback and close are not its own. */
    T on(Connection connection) throws SQLException;
  }
}
