package io.matapalo.recorder.counting;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts the rows of one statement beyond those known when it ran. Thread-safe. */
public final class RowTally {

  private final @Nullable Object[] unit;
  private final @Nullable AtomicLongArray digest;
  private final @Nullable LoggedStatement logged;

  RowTally(
      @Nullable Object[] unit, @Nullable AtomicLongArray digest, @Nullable LoggedStatement logged) {
    this.unit = unit;
    this.digest = digest;
    this.logged = logged;
  }

  /** One more row was read. */
  public void read() {
    add(OperationCounts.ROWS_READ, 1);
  }

  /** {@code rows} more were written. */
  public void wrote(long rows) {
    add(OperationCounts.ROWS_WRITTEN, rows);
  }

  private void add(int cell, long rows) {
    UnitOfWork.add(unit, cell, rows);
    if (digest != null) {
      digest.addAndGet(DigestCounts.ROWS, rows);
    }
    if (logged != null) {
      logged.addRows(rows);
    }
  }
}
