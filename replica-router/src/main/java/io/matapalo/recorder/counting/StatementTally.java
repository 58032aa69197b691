package io.matapalo.recorder.counting;

import org.jspecify.annotations.Nullable;

/**
 * Takes what is known of one statement once it has run: its time and its rows. One object for the
 * unit, the digest and the log's entry, because each object more costs every statement a header.
 * Thread-safe, but for the order of {@link #next}, which belongs to the statement's thread.
 */
public final class StatementTally {

  private final @Nullable Object[] unit;
  private final Object[] digest;

  /** Of the log, if the statement has a place there. */
  private final Object @Nullable [] block;

  private final int place;
  private @Nullable StatementTally next;

  StatementTally(@Nullable Object[] unit, Object[] digest, Object @Nullable [] block, int place) {
    this.unit = unit;
    this.digest = digest;
    this.block = block;
    this.place = place;
  }

  /** It took {@code nanos}, up to {@code now}, and wrote {@code rows} as far as is known. */
  public StatementTally ran(long nanos, long rows, long now) {
    UnitOfWork.add(unit, OperationCounts.DATABASE_NANOS, nanos);
    DigestCounts.add(digest, DigestCounts.NANOS, nanos);
    log(LoggedStatement.OFFSET_NANOS, now - nanos - UnitOfWork.startedAt(unit));
    log(LoggedStatement.NANOS_AND_BATCH, nanos << 1);
    wrote(rows);
    return this;
  }

  /** One more row was read. */
  public void read() {
    rows(OperationCounts.ROWS_READ, 1);
  }

  /**
   * {@code rows} more were written. Drivers tell one of a {@code SELECT … INTO}: it writes none.
   */
  public void wrote(long rows) {
    if (rows > 0 && !DigestCounts.isQuery(digest)) {
      rows(OperationCounts.ROWS_WRITTEN, rows);
    }
  }

  private void rows(int cell, long rows) {
    UnitOfWork.add(unit, cell, rows);
    DigestCounts.add(digest, DigestCounts.ROWS, rows);
    log(LoggedStatement.ROWS, rows);
  }

  private void log(int which, long amount) {
    if (block != null) {
      StatementLog.add(block, place, which, amount);
    }
  }

  /** That of the statement behind this one in a text of several. */
  public @Nullable StatementTally next() {
    return next;
  }

  public void next(StatementTally behind) {
    next = behind;
  }
}
