package io.matapalo.fastpath.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Times in the database: UTC, whole milliseconds, in columns without a zone, so that no driver
 * moves them to another one. Pure.
 */
public final class RowTimes {

  private static final Duration NEARLY_A_MILLISECOND = Duration.ofNanos(999_999);

  private RowTimes() {}

  /** The time in a column that is not null. */
  public static Instant read(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  /**
   * The least time of a column that is not before {@code bound}: a column at {@code bound} or later
   * is at this or later, and one before {@code bound} is before this.
   */
  public static Instant least(Instant bound) {
    return bound.plus(NEARLY_A_MILLISECOND).truncatedTo(ChronoUnit.MILLIS);
  }

  static LocalDateTime column(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
