package io.matapalo.router.jdbc;

import io.matapalo.jvm.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A result of a routed connection's statement. Rows that are fetched late may fail as a statement
 * does, and changing a row is a statement. Confined to the connection's thread.
 */
final class RoutedResultSet extends ForwardingResultSet {

  private final StatementDelegate<?> statement;
  private final int epoch;

  RoutedResultSet(ResultSet rows, StatementDelegate<?> statement, int epoch) {
    super(rows);
    this.statement = statement;
    this.epoch = epoch;
  }

  @Override
  public Statement getStatement() {
    return statement;
  }

  @Override
  public boolean next() throws SQLException {
    statement.requireReadable();
    try {
      return rows().next();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private SQLException failed(SQLException thrown) {
    return statement.failedLater(thrown, epoch);
  }

  private interface Move {
    boolean in(ResultSet rows) throws SQLException;
  }

  private boolean moved(Move move) throws SQLException {
    statement.requireReadable();
    try {
      return move.in(rows());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean previous() throws SQLException {
    return moved(ResultSet::previous);
  }

  @Override
  public boolean first() throws SQLException {
    return moved(ResultSet::first);
  }

  @Override
  public boolean last() throws SQLException {
    return moved(ResultSet::last);
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    return moved(rows -> rows.absolute(row));
  }

  @Override
  public boolean relative(int count) throws SQLException {
    return moved(rows -> rows.relative(count));
  }

  private interface Change {
    void in(ResultSet rows) throws SQLException;
  }

  private void change(Change change) throws SQLException {
    statement.changing();
    try {
      change.in(rows());
      statement.executed();
    } catch (SQLException e) {
      throw statement.failed(e);
    }
  }

  @Override
  public void insertRow() throws SQLException {
    change(ResultSet::insertRow);
  }

  @Override
  public void updateRow() throws SQLException {
    change(ResultSet::updateRow);
  }

  @Override
  public void deleteRow() throws SQLException {
    change(ResultSet::deleteRow);
  }

  @Override
  public void refreshRow() throws SQLException {
    change(ResultSet::refreshRow);
  }
}
