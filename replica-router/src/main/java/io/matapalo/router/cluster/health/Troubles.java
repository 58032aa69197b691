package io.matapalo.router.cluster.health;

import io.matapalo.router.cluster.health.Look.Loss;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a node did not answer as it should, in words without anything of the driver's message, which
 * may name users and hosts. Stateless.
 */
final class Troubles {

  private static final int MAX_CAUSES = 20;
  private static final int NOT_READY = 1047;

  private Troubles() {}

  static Look of(SQLException e, Duration timeout) {
    int code = e.getErrorCode();
    if (code == NOT_READY) {
      return Look.failed("has no quorum, or does not take part (error 1047)", Loss.GONE);
    }
    if (timedOut(e)) {
      return silent(timeout);
    }
    if (causeOf(e, ConnectException.class) != null) {
      return Look.failed("refuses connections", Loss.GONE);
    }
    if (code == 1045 || code == 1044 || code == 1698) {
      return Look.failed(
          "refuses the monitoring account (error " + code + "); check user and password",
          Loss.NONE);
    }
    if (code == 1142) {
      return Look.failed(
          "the monitoring account lacks a right (error 1142); GRANT SELECT ON performance_schema.*"
              + " to it",
          Loss.NONE);
    }
    if (isLink(e)) {
      return Look.failed("breaks connections off", Loss.GONE);
    }
    return Look.failed("answers error " + code + " (SQLState " + e.getSQLState() + ")", Loss.NONE);
  }

  static Look silent(Duration timeout) {
    return Look.failed("does not answer within " + timeout.toMillis() + " ms", Loss.SILENT);
  }

  /** Did the link break, rather than the server answer? 1053: it is shutting down. */
  static boolean isLink(SQLException e) {
    String state = e.getSQLState();
    return e.getErrorCode() <= 0
        || e.getErrorCode() == 1053
        || state == null
        || state.startsWith("08");
  }

  static boolean timedOut(SQLException e) {
    return causeOf(e, SocketTimeoutException.class) != null;
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable e, Class<T> kind) {
    Throwable cause = e;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
