package io.matapalo.router.transaction.work;

import java.sql.Connection;

/** One attempt of a unit of work. Confined to the calling thread; of no use once the work ended. */
public interface Transaction {

  /**
   * The connection of this attempt. Committing, rolling back (but to a savepoint), switching
   * autocommit, isolation or read-only, and closing are the runner's and are refused.
   */
  Connection connection();

  /** Counts from 1. */
  int attempt();

  /**
   * Runs {@code hook} once, on this thread, after the attempt is known to be committed; never for
   * an attempt that was rolled back. What it throws is logged and counted. At most 1,000.
   */
  void afterCommit(Runnable hook);
}
