package io.matapalo.router.recorder;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one operation over an array of the JDK, which copies of the recorder share.
 * Thread-safe. The order of the cells is the contract between copies: requests, commits, then one a
 * verb in the order of {@link Verb}.
 */
final class OperationCounts {

  static final int CELLS = 2 + Verb.values().length;
  private static final int REQUESTS = 0;
  private static final int COMMITS = 1;
  private static final int FIRST_VERB = 2;

  private final AtomicLongArray cells;

  OperationCounts(AtomicLongArray cells) {
    this.cells = cells;
  }

  void addRequest() {
    cells.incrementAndGet(REQUESTS);
  }

  void addCommit() {
    cells.incrementAndGet(COMMITS);
  }

  void addStatements(Verb verb, long statements) {
    cells.addAndGet(FIRST_VERB + verb.place(), statements);
  }

  long requests() {
    return cells.get(REQUESTS);
  }

  long commits() {
    return cells.get(COMMITS);
  }

  long statements(Verb verb) {
    return cells.get(FIRST_VERB + verb.place());
  }
}
