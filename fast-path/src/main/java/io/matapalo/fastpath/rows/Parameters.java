package io.matapalo.fastpath.rows;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;

/** Sets a statement's parameters one after the other. Confined to one statement. */
public final class Parameters {

  private final PreparedStatement statement;
  private int next = 1;

  public Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  /** So many question marks, for the values of an {@code IN}. */
  public static String marks(int values) {
    return String.join(",", Collections.nCopies(values, "?"));
  }

  /** The values of an {@code INSERT} of several rows. */
  public static String rows(int columns, int rows) {
    return String.join(",", Collections.nCopies(rows, "(" + marks(columns) + ")"));
  }

  public Parameters text(String value) throws SQLException {
    statement.setString(next++, value);
    return this;
  }

  public Parameters number(long value) throws SQLException {
    statement.setLong(next++, value);
    return this;
  }

  public Parameters amount(BigDecimal value) throws SQLException {
    statement.setBigDecimal(next++, value);
    return this;
  }

  /** A time as columns keep it, see {@link RowTimes}. */
  public Parameters time(Instant value) throws SQLException {
    statement.setObject(next++, RowTimes.column(value));
    return this;
  }
}
