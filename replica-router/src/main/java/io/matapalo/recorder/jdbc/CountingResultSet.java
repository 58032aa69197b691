package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.ForwardingResultSet;
import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.counting.StatementTally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A result whose rows are counted as they are read, and as they are changed: the driver sends a
 * statement for each change. Confined to one thread, as results are.
 */
final class CountingResultSet extends ForwardingResultSet {

  private final @Nullable CountedStatement<?> statement;
  private final @Nullable StatementTally tally;

  /** {@code statement} is the one to lead back to; rows are not counted without {@code tally}. */
  CountingResultSet(
      ResultSet rows, @Nullable CountedStatement<?> statement, @Nullable StatementTally tally) {
    super(rows);
    this.statement = statement;
    this.tally = tally;
  }

  private interface RowCall {
    void on(ResultSet rows) throws SQLException;
  }

  @Override
  public boolean next() throws SQLException {
    boolean more = rows().next();
    if (more && tally != null) {
      tally.read();
    }
    return more;
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    // A closed result refuses to tell.
    return rows().getStatement() == null ? null : statement;
  }

  @Override
  public void insertRow() throws SQLException {
    counted("insert", ResultSet::insertRow);
  }

  @Override
  public void updateRow() throws SQLException {
    counted("update", ResultSet::updateRow);
  }

  @Override
  public void deleteRow() throws SQLException {
    counted("delete", ResultSet::deleteRow);
  }

  @Override
  public void refreshRow() throws SQLException {
    counted("select", ResultSet::refreshRow);
  }

  private void counted(String verb, RowCall call) throws SQLException {
    long began = NanoTime.now();
    try {
      call.on(rows());
    } catch (SQLException e) {
      throw statement == null ? e : statement.rowFailed(verb, e, began);
    }
    if (statement != null) {
      statement.rowSent(verb, began);
    }
  }
}
