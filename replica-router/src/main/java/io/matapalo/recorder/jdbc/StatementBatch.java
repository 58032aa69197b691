package io.matapalo.recorder.jdbc;

import io.matapalo.recorder.counting.Execution;
import io.matapalo.recorder.counting.Execution.Kind;
import io.matapalo.recorder.digest.SqlStatement;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was added to a batch since it was last sent. Confined to the statement's thread. */
final class StatementBatch {

  private final List<Entry> statements = new ArrayList<>();
  private int entries;

  /** One statement; a text with several is one entry of several statements. */
  private record Entry(String sql, long values, int entry) {}

  void add(String sql, @Nullable BoundValues bound) {
    if (SqlStatement.isAlone(sql)) {
      statements.add(new Entry(sql, bound == null ? 0 : bound.hash(), entries));
    } else {
      int place = 1;
      for (SqlStatement one : SqlStatement.of(sql)) {
        long values = bound == null ? 0 : bound.hash(place, one.parameters());
        place += one.parameters();
        statements.add(new Entry(one.text(), values, entries));
      }
    }
    entries++;
  }

  /** All of it, with the rows that the driver told for each entry. */
  List<Execution> executions(long[] counts, long nanos) {
    return executions(counts, entries, nanos);
  }

  /**
   * As far as the server came. JDBC, {@link BatchUpdateException}: a driver that goes on tells of
   * all entries, one that stops tells of those before the one that failed.
   */
  List<Execution> failed(SQLException thrown, long nanos) {
    if (!(thrown instanceof BatchUpdateException batch)) {
      return executions(new long[] {Statement.EXECUTE_FAILED}, entries, nanos);
    }
    long[] counts = batch.getLargeUpdateCounts();
    return executions(counts, Math.min(entries, counts.length + 1), nanos);
  }

  private List<Execution> executions(long[] counts, int ran, long nanos) {
    List<Execution> executions = new ArrayList<>(statements.size());
    long share = nanos / Math.max(1, statements.size());
    int before = -1;
    for (Entry one : statements) {
      if (one.entry() < ran) {
        boolean isTold = one.entry() < counts.length;
        long rows = isTold ? counts[one.entry()] : Statement.EXECUTE_FAILED;
        Kind kind = rows == Statement.EXECUTE_FAILED ? Kind.FAILED_IN_BATCH : Kind.IN_BATCH;
        long written = one.entry() == before ? 0 : written(rows);
        executions.add(new Execution(one.sql(), one.values(), kind, written, share));
        before = one.entry();
      }
    }
    return executions;
  }

  /** A driver that rewrites batches says only that an entry went well: a row, at least. */
  private static long written(long rows) {
    return rows == Statement.SUCCESS_NO_INFO ? 1 : Math.max(0, rows);
  }
}
