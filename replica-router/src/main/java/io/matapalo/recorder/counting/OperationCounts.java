package io.matapalo.recorder.counting;

import io.matapalo.recorder.digest.Verb;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of an operation. Copies share the array and agree on its places. Thread-safe. */
public final class OperationCounts {

  public static final int REQUESTS = 0;
  public static final int COMMITS = 1;
  public static final int FIRST_VERB = 2;
  public static final int ROLLBACKS = 7;
  public static final int ROWS_READ = 8;
  public static final int ROWS_WRITTEN = 9;
  public static final int DATABASE_NANOS = 10;
  public static final int ELAPSED_NANOS = 11;

  /** Connections that the driver opened. */
  public static final int CONNECTIONS = 12;

  /** Connections taken from a data source of ours, and the time it took. */
  public static final int BORROWED = 13;

  public static final int WAIT_NANOS = 14;
  public static final int DUPLICATES = 15;
  public static final int N_PLUS_ONE = 16;

  /** Executions of digests for which there was no room. */
  public static final int DIGESTS_DROPPED = 17;

  /** Executions not compared with others, because their request had run so many. */
  public static final int NOT_COMPARED = 18;

  /** Units of work begun, and those whose call sites were looked at. */
  public static final int BEGUN = 19;

  public static final int WITH_SITES = 20;
  public static final int FAILED = 21;
  public static final int CONNECT_NANOS = 22;
  static final int CELLS = 23;

  private final AtomicLongArray cells;

  OperationCounts(AtomicLongArray cells) {
    this.cells = cells;
  }

  public void add(int cell, long amount) {
    cells.addAndGet(cell, amount);
  }

  /** One more unit of work; its number, from 0. */
  public long begin() {
    return cells.getAndIncrement(BEGUN);
  }

  public long get(int cell) {
    return cells.get(cell);
  }

  public long requests() {
    return get(REQUESTS);
  }

  public long commits() {
    return get(COMMITS);
  }

  public long statements(Verb verb) {
    return get(FIRST_VERB + verb.place());
  }
}
