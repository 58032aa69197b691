package io.matapalo.proxy.telemetry;

/**
 * The counts that answers of one operation on one side told. Immutable.
 *
 * @param answers that told any
 * @param last those of the latest one
 * @param total the sum of all
 */
public record SqlTally(long answers, SqlCounts last, SqlCounts total) {

  static final SqlTally NONE = new SqlTally(0, SqlCounts.none(), SqlCounts.none());

  SqlTally with(SqlCounts counts) {
    return new SqlTally(answers + 1, counts, total.plus(counts));
  }
}
