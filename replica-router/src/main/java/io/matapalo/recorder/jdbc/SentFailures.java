package io.matapalo.recorder.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the failures of statements that left the driver from a driver's own refusals, such as a
 * value that is missing. A server's error has a code above zero. Without one, Connector/J says 0
 * and MariaDB's driver -1, and the SQLState tells. Stateless.
 */
final class SentFailures {

  /** MariaDB's driver gives this code to its own "Connection is closed". */
  private static final int MARIADB_CLOSED = 1220;

  /** SQL standard: the connection does not exist; Connector/J, of a closed one. */
  private static final String NO_CONNECTION = "08003";

  private SentFailures() {}

  static boolean wasSent(SQLException thrown) {
    String state = thrown.getSQLState();
    int code = thrown.getErrorCode();
    if (code > 0) {
      return code != MARIADB_CLOSED || !isOfTheLink(state);
    }
    // A time-out, a cancelled statement and a lost link have no code, and the server was asked.
    return state == null
        || thrown instanceof SQLTimeoutException
        || (isOfTheLink(state) && !state.equals(NO_CONNECTION))
        || (code == -1 && state.equals("HY000"));
  }

  private static boolean isOfTheLink(@Nullable String state) {
    return state != null && state.startsWith("08");
  }
}
