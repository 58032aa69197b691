package io.matapalo.fastpath.orders;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;

/** Sets a statement's parameters one after the other. Confined to one statement. */
final class Parameters {

  private final PreparedStatement statement;
  private int next = 1;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  Parameters text(String value) throws SQLException {
    statement.setString(next++, value);
    return this;
  }

  Parameters number(long value) throws SQLException {
    statement.setLong(next++, value);
    return this;
  }

  Parameters amount(BigDecimal value) throws SQLException {
    statement.setBigDecimal(next++, value);
    return this;
  }

  /** A local time, which no driver moves to another zone. */
  Parameters time(LocalDateTime value) throws SQLException {
    statement.setObject(next++, value);
    return this;
  }
}
