package io.matapalo.router.jdbc;

import io.matapalo.router.retry.DriverKind;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.topology.Node;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** Reads drivers' exceptions. Stateless. */
final class Failures {

  private static final int MAX_REASON = 200;

  private Failures() {}

  static Failure of(SQLException thrown, Node node, Phase phase) {
    SQLException telling = telling(thrown);
    String state = telling.getSQLState();
    String message = telling.getMessage();
    return new Failure(
        driver(telling, node),
        telling.getErrorCode(),
        state == null ? "" : state,
        message == null ? "" : message,
        phase);
  }

  /** For logs and messages: code and state, and of the text its first line. */
  static String reason(SQLException thrown) {
    String message = thrown.getMessage();
    String text = message == null ? thrown.getClass().getSimpleName() : message.strip();
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end).strip();
    String cut = line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    return cut + " (" + thrown.getErrorCode() + "/" + thrown.getSQLState() + ")";
  }

  /** A batch's exception may say less than its cause. */
  private static SQLException telling(SQLException thrown) {
    boolean mute = thrown instanceof BatchUpdateException && thrown.getErrorCode() == 0;
    return mute && thrown.getCause() instanceof SQLException
        ? (SQLException) thrown.getCause()
        : thrown;
  }

  private static DriverKind driver(SQLException thrown, Node node) {
    String type = thrown.getClass().getName();
    if (type.startsWith("com.mysql.")) {
      return DriverKind.CONNECTOR_J;
    }
    if (type.startsWith("org.mariadb.")) {
      return DriverKind.MARIADB_CONNECTOR_J;
    }
    String url = node.jdbcUrl();
    if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:matapalo:mysql:")) {
      return DriverKind.CONNECTOR_J;
    }
    return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:matapalo:mariadb:")
        ? DriverKind.MARIADB_CONNECTOR_J
        : DriverKind.OTHER;
  }
}
