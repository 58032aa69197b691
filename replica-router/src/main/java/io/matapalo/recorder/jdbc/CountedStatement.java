package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.LogNames;
import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.Execution;
import io.matapalo.recorder.counting.Execution.Kind;
import io.matapalo.recorder.counting.StatementTally;
import io.matapalo.recorder.digest.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A statement that tells the recorder of each execution. Its subclasses are generated: they hand
 * each call on to the driver's statement and then to a method here. It holds its values itself,
 * because an object for them would cost each statement 24 bytes more. Confined to the connection's
 * thread.
 */
abstract class CountedStatement<S extends Statement> extends BoundValues implements Statement {

  private static final Logger LOG = Logger.getLogger(LogNames.RECORDER);

  private final CountingConnection owner;
  private final S target;

  /** Of a prepared statement its own, of a plain one that of its latest execution. */
  private String text;

  private @Nullable StatementBatch batch;

  /** Of the result that is asked for next. */
  private @Nullable StatementTally rows;

  CountedStatement(CountingConnection owner, S target, String text) {
    this.owner = owner;
    this.target = target;
    this.text = text;
  }

  final S target() {
    return target;
  }

  final String text() {
    return text;
  }

  final ResultSet queried(String sql, ResultSet result, long began) {
    tell(sql, Kind.ALONE, 0, NanoTime.now() - began);
    return new CountingResultSet(result, this, rows);
  }

  final void updated(String sql, long rowsWritten, long began) {
    tell(sql, Kind.ALONE, rowsWritten, NanoTime.now() - began);
  }

  final void executed(String sql, boolean isResult, long began) {
    long nanos = NanoTime.now() - began;
    tell(sql, Kind.ALONE, isResult ? 0 : updateCount(), nanos);
  }

  /** What to throw, once it is counted if the server was asked. */
  final SQLException failed(String sql, SQLException thrown, long began) {
    if (SentFailures.wasSent(thrown)) {
      tell(sql, Kind.FAILED, 0, NanoTime.now() - began);
    }
    return thrown;
  }

  final void batchAdded() {
    batch().add(text, this);
  }

  final void batchAdded(String sql) {
    batch().add(sql, null);
  }

  private StatementBatch batch() {
    StatementBatch begun = batch == null ? new StatementBatch() : batch;
    batch = begun;
    return begun;
  }

  final void batchCleared() {
    batch = null;
  }

  final void batched(int[] counts, long began) {
    batched(Arrays.stream(counts).asLongStream().toArray(), began);
  }

  final void batched(long[] counts, long began) {
    StatementBatch sent = batch;
    batch = null;
    if (sent != null) {
      long nanos = NanoTime.now() - began;
      BestEffort.run(() -> SqlRecorder.executedBatch(sent.executions(counts, nanos)));
    }
  }

  final SQLException batchFailed(SQLException thrown, long began) {
    StatementBatch sent = batch;
    batch = null;
    if (sent != null && SentFailures.wasSent(thrown)) {
      long nanos = NanoTime.now() - began;
      BestEffort.run(() -> SqlRecorder.executedBatch(sent.failed(thrown, nanos)));
    }
    return thrown;
  }

  /** A change of a row in this statement's result, for which the driver has sent a statement. */
  final void rowSent(String verb, long began) {
    tellRow(verb, Kind.ALONE, verb.equals("select") ? 0 : 1, began);
  }

  final SQLException rowFailed(String verb, SQLException thrown, long began) {
    if (SentFailures.wasSent(thrown)) {
      tellRow(verb, Kind.FAILED, 0, began);
    }
    return thrown;
  }

  private void tellRow(String verb, Kind kind, long rowsWritten, long began) {
    long nanos = NanoTime.now() - began;
    // The driver's own text is not to be had; this one has the verb, and groups by the query.
    String sql = verb + " (a row of) " + text;
    BestEffort.run(() -> SqlRecorder.executed(sql, 0, kind, rowsWritten, nanos));
  }

  private void tell(String sql, Kind kind, long rowsWritten, long nanos) {
    text = sql;
    rows = null;
    try {
      rows =
          SqlStatement.isAlone(sql)
              ? SqlRecorder.executed(sql, hash(), kind, rowsWritten, nanos)
              : severalTold(SqlStatement.of(sql), kind, rowsWritten, nanos);
    } catch (RuntimeException | LinkageError e) {
      BestEffort.missed(e);
    }
  }

  /** Of a text that failed the first statement is counted: how far the server came is not known. */
  private StatementTally severalTold(
      List<SqlStatement> statements, Kind kind, long rowsWritten, long nanos) {
    List<SqlStatement> ran = kind == Kind.FAILED ? statements.subList(0, 1) : statements;
    List<Execution> executions = new ArrayList<>(ran.size());
    int place = 1;
    for (SqlStatement one : ran) {
      long values = hash(place, one.parameters());
      place += one.parameters();
      Kind together = ran.size() == 1 ? kind : Kind.IN_BATCH;
      long written = executions.isEmpty() ? rowsWritten : 0;
      executions.add(new Execution(one.text(), values, together, written, nanos / ran.size()));
    }
    List<StatementTally> tallies = SqlRecorder.executedBatch(executions);
    for (int i = 1; i < tallies.size(); i++) {
      tallies.get(i - 1).next(tallies.get(i));
    }
    return tallies.get(0);
  }

  final @Nullable ResultSet results(@Nullable ResultSet result) {
    return result == null ? null : new CountingResultSet(result, this, rows);
  }

  /** Generated keys were not read from the server's tables. */
  final @Nullable ResultSet keys(@Nullable ResultSet result) {
    return result == null ? null : new CountingResultSet(result, this, null);
  }

  final boolean moved(boolean isResult) {
    StatementTally next = rows == null ? null : rows.next();
    if (next != null) {
      rows = next;
      next.wrote(isResult ? 0 : updateCount());
    }
    return isResult;
  }

  /** Both vendors' drivers answer from what they hold; asking again is no trip to the server. */
  private long updateCount() {
    try {
      return Math.max(0, target.getUpdateCount());
    } catch (SQLException e) {
      LOG.log(Level.FINE, "a driver told no update count", e);
      return 0;
    }
  }

  final void bound(int place, long value) {
    set(place, BoundValues.hashOf(value));
  }

  final void bound(int place, @Nullable Object value) {
    try {
      set(place, BoundValues.hashOf(value));
    } catch (RuntimeException | LinkageError e) {
      BestEffort.missed(e);
    }
  }

  final void bound(String place, @Nullable Object value) {
    try {
      set(place, BoundValues.hashOf(value));
    } catch (RuntimeException | LinkageError e) {
      BestEffort.missed(e);
    }
  }

  @Override
  public Connection getConnection() {
    return owner;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(target) ? type.cast(target) : target.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(target) || target.isWrapperFor(type);
  }
}
