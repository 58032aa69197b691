package io.matapalo.fastpath.rows;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Sets a statement's parameters one after the other. Confined to one statement. */
public final class Parameters {

  private final PreparedStatement statement;
  private int next = 1;

  public Parameters(PreparedStatement statement) {
    this.statement = statement;
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
