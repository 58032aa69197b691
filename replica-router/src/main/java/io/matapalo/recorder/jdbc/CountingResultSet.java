package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.ForwardingResultSet;
import io.matapalo.recorder.counting.RowTally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** A result whose rows are counted as they are read. Confined to one thread, as results are. */
final class CountingResultSet extends ForwardingResultSet {

  /** Tallies of statements run by {@code execute()}, whose result is asked for later. */
  private static final Map<Statement, RowTally> AWAITED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private @Nullable RowTally tally;
  private boolean asked;

  CountingResultSet(ResultSet rows) {
    super(rows);
  }

  void countInto(RowTally into) {
    tally = into;
  }

  static void await(Statement statement, RowTally into) {
    AWAITED.put(statement, into);
  }

  @Override
  public boolean next() throws SQLException {
    boolean more = rows().next();
    if (more) {
      RowTally into = tally;
      if (into == null && !asked) {
        asked = true;
        into = awaited();
        tally = into;
      }
      if (into != null) {
        into.add();
      }
    }
    return more;
  }

  private @Nullable RowTally awaited() {
    try {
      Statement statement = rows().getStatement();
      return statement == null ? null : AWAITED.get(statement);
    } catch (SQLException e) {
      // Its rows are not counted; the application gets them all the same.
      return null;
    }
  }
}
