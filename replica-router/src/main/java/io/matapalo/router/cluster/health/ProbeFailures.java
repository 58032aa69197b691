package io.matapalo.router.cluster.health;

import io.matapalo.jvm.Causes;
import io.matapalo.router.cluster.health.ProbeResult.Loss;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;

/** Results of failed probes. They quote no driver, which may name users. Stateless. */
final class ProbeFailures {

  private static final int NOT_READY = 1047;

  private ProbeFailures() {}

  static ProbeResult of(SQLException e, Duration timeout) {
    int code = e.getErrorCode();
    if (code == NOT_READY) {
      return ProbeResult.failed("has no quorum, or does not take part (error 1047)", Loss.GONE);
    }
    if (timedOut(e)) {
      return silent(timeout);
    }
    if (comesFrom(e, ConnectException.class)) {
      return ProbeResult.failed("refuses connections", Loss.GONE);
    }
    if (comesFrom(e, UnknownHostException.class)) {
      return ProbeResult.failed("has a host name that is not known", Loss.GONE);
    }
    if (code == 1045 || code == 1044 || code == 1698) {
      return ProbeResult.failed(
          "refuses the monitoring account (error " + code + "); check user and password",
          Loss.NONE);
    }
    if (code == 1142) {
      return ProbeResult.failed(
          "the monitoring account lacks a right (error 1142); GRANT SELECT ON performance_schema.*"
              + " to it",
          Loss.NONE);
    }
    if (isLink(e)) {
      return ProbeResult.failed("breaks connections off", Loss.GONE);
    }
    return ProbeResult.failed(
        "answers error " + code + " (SQLState " + e.getSQLState() + ")", Loss.NONE);
  }

  static ProbeResult silent(Duration timeout) {
    return ProbeResult.failed("does not answer within " + timeout.toMillis() + " ms", Loss.SILENT);
  }

  /** Whether the link broke. 1053 counts too, because a server that shuts down breaks its links. */
  static boolean isLink(SQLException e) {
    String state = e.getSQLState();
    return e.getErrorCode() <= 0
        || e.getErrorCode() == 1053
        || state == null
        || state.startsWith("08");
  }

  static boolean timedOut(SQLException e) {
    return comesFrom(e, SocketTimeoutException.class);
  }

  private static boolean comesFrom(SQLException e, Class<? extends Throwable> cause) {
    return Causes.of(e).stream().anyMatch(cause::isInstance);
  }
}
