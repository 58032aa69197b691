package io.matapalo.router.recorder;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one operation over an array of the JDK, which copies of the recorder share.
 * Thread-safe. The places of the cells are the contract between copies.
 */
final class OperationCounts {

  static final int REQUESTS = 0;
  static final int COMMITS = 1;
  static final int FIRST_VERB = 2;
  static final int ROLLBACKS = 7;
  static final int ROWS_READ = 8;
  static final int ROWS_WRITTEN = 9;
  static final int DATABASE_NANOS = 10;
  static final int ELAPSED_NANOS = 11;

  /** Connections that the driver opened. */
  static final int CONNECTIONS = 12;

  /** Connections taken from a data source of ours, and the time it took. */
  static final int BORROWED = 13;

  static final int WAIT_NANOS = 14;
  static final int DUPLICATES = 15;
  static final int N_PLUS_ONE = 16;

  /** Executions of digests for which there was no room. */
  static final int DIGESTS_DROPPED = 17;

  /** Executions not compared with others, because their request had run so many. */
  static final int NOT_COMPARED = 18;

  /** Units of work begun, and those whose call sites were looked at. */
  static final int BEGUN = 19;

  static final int WITH_SITES = 20;
  static final int FAILED = 21;
  static final int CONNECT_NANOS = 22;
  static final int CELLS = 23;

  private final AtomicLongArray cells;

  OperationCounts(AtomicLongArray cells) {
    this.cells = cells;
  }

  void add(int cell, long amount) {
    cells.addAndGet(cell, amount);
  }

  /** One more unit of work; its number, from 0. */
  long begin() {
    return cells.getAndIncrement(BEGUN);
  }

  long get(int cell) {
    return cells.get(cell);
  }

  long requests() {
    return get(REQUESTS);
  }

  long commits() {
    return get(COMMITS);
  }

  long statements(Verb verb) {
    return get(FIRST_VERB + verb.place());
  }
}
