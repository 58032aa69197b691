package io.matapalo.recorder.counting;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the rows that are read from one statement's result. Thread-safe. */
public final class RowTally {

  private final UnitOfWork unit;
  private final AtomicLongArray digest;
  private final AtomicLongArray logged;

  RowTally(UnitOfWork unit, AtomicLongArray digest, AtomicLongArray logged) {
    this.unit = unit;
    this.digest = digest;
    this.logged = logged;
  }

  /** One more row. */
  public void add() {
    unit.add(OperationCounts.ROWS_READ, 1);
    digest.incrementAndGet(DigestCounts.ROWS);
    logged.incrementAndGet(LoggedStatement.ROWS);
  }
}
