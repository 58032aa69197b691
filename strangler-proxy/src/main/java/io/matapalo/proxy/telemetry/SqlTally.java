package io.matapalo.proxy.telemetry;

/**
 * The SQL counts of one operation on one side, from those of its answers that carried any.
 * Immutable.
 *
 * @param answers how many answers carried counts
 * @param last the counts of the latest of these answers
 * @param total the sum over all of them
 */
public record SqlTally(long answers, SqlCounts last, SqlCounts total) {

  static final SqlTally NONE = new SqlTally(0, SqlCounts.none(), SqlCounts.none());

  SqlTally with(SqlCounts counts) {
    return new SqlTally(answers + 1, counts, total.plus(counts));
  }
}
