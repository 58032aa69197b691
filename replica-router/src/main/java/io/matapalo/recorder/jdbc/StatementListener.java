package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.LogNames;
import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.Execution;
import io.matapalo.recorder.counting.RowTally;
import java.lang.reflect.Array;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;

/** Tells the recorder of each statement that was executed. Thread-safe. */
final class StatementListener implements QueryExecutionListener {

  private static final Logger LOG = Logger.getLogger(LogNames.RECORDER);

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {}

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    BestEffort.run(() -> count(execution, queries));
  }

  private static void count(ExecutionInfo execution, List<QueryInfo> queries) {
    if (execution.isBatch()) {
      SqlRecorder.executedBatch(entries(execution, queries));
      return;
    }
    for (QueryInfo query : queries) {
      RowTally rows = SqlRecorder.executed(alone(execution, query));
      if (execution.getResult() instanceof CountingResultSet result) {
        result.countInto(rows);
      } else if (execution.getResult() instanceof Boolean isResult && isResult) {
        CountingResultSet.await(execution.getStatement(), rows);
      }
    }
  }

  private static Execution alone(ExecutionInfo execution, QueryInfo query) {
    List<List<ParameterSetOperation>> parameters = query.getParametersList();
    long values = parameters.isEmpty() ? 0 : BoundValues.hash(parameters.get(0));
    Execution.Kind kind = execution.isSuccess() ? Execution.Kind.ALONE : Execution.Kind.FAILED;
    return new Execution(
        query.getQuery(), values, kind, rowsWritten(execution), execution.getElapsedTime());
  }

  /** A failed batch counts whole: how far the server came, drivers tell in different ways. */
  private static List<Execution> entries(ExecutionInfo execution, List<QueryInfo> queries) {
    int count = queries.stream().mapToInt(StatementListener::entriesOf).sum();
    long share = execution.getElapsedTime() / Math.max(1, count);
    List<Execution> entries = new ArrayList<>(count);
    for (QueryInfo query : queries) {
      List<List<ParameterSetOperation>> parameters = query.getParametersList();
      for (int i = 0; i < entriesOf(query); i++) {
        long values = i < parameters.size() ? BoundValues.hash(parameters.get(i)) : 0;
        long rows = rowsOfEntry(execution.getResult(), entries.size());
        entries.add(new Execution(query.getQuery(), values, Execution.Kind.IN_BATCH, rows, share));
      }
    }
    return entries;
  }

  private static int entriesOf(QueryInfo query) {
    return Math.max(1, query.getParametersList().size());
  }

  private static long rowsOfEntry(Object result, int entry) {
    boolean counts = result instanceof int[] || result instanceof long[];
    if (!counts || entry >= Array.getLength(result)) {
      return 0;
    }
    long rows = Array.getLong(result, entry);
    // A driver that rewrites batches says only that an entry went well: a row, at least.
    return rows == Statement.SUCCESS_NO_INFO ? 1 : Math.max(0, rows);
  }

  private static long rowsWritten(ExecutionInfo execution) {
    Object result = execution.getResult();
    if (result instanceof Integer || result instanceof Long) {
      return Math.max(0, ((Number) result).longValue());
    }
    if (Boolean.FALSE.equals(result)) {
      return updateCount(execution.getStatement());
    }
    return 0;
  }

  /** Both vendors' drivers answer from what they hold; asking again is no trip to the server. */
  private static long updateCount(Statement statement) {
    try {
      return Math.max(0, statement.getUpdateCount());
    } catch (SQLException e) {
      LOG.log(Level.FINE, "a driver told no update count", e);
      return 0;
    }
  }
}
