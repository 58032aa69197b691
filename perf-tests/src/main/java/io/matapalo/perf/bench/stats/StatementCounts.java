package io.matapalo.perf.bench.stats;

/** SQL statements by verb, with the requests and commits they belong to. Immutable. */
public record StatementCounts(
    long requests, long select, long update, long insert, long delete, long other, long commits) {
  /** Nothing counted. */
  public static final StatementCounts NONE = new StatementCounts(0, 0, 0, 0, 0, 0, 0);

  /** What was counted between {@code earlier} and this reading of the same counters. */
  public StatementCounts since(StatementCounts earlier) {
    return new StatementCounts(
        requests - earlier.requests,
        select - earlier.select,
        update - earlier.update,
        insert - earlier.insert,
        delete - earlier.delete,
        other - earlier.other,
        commits - earlier.commits);
  }

  /** These and more. */
  public StatementCounts plus(StatementCounts more) {
    return new StatementCounts(
        requests + more.requests,
        select + more.select,
        update + more.update,
        insert + more.insert,
        delete + more.delete,
        other + more.other,
        commits + more.commits);
  }

  /** Statements of every verb. */
  public long statements() {
    return select + update + insert + delete + other;
  }
}
