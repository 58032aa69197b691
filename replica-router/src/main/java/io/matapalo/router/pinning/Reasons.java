package io.matapalo.router.pinning;

import io.matapalo.router.retry.DriverKind;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.RouterUrl;
import java.sql.SQLException;

/** Says shortly what went wrong on a node. Stateless. */
final class Reasons {

  private static final int MAX_REASON = 200;

  private Reasons() {}

  /** For logs and messages: of the text its first line, with code and state. */
  static String of(SQLException thrown) {
    String message = thrown.getMessage();
    String text = message == null ? thrown.getClass().getSimpleName() : message.strip();
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end).strip();
    String cut = line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    return cut + " (" + thrown.getErrorCode() + "/" + thrown.getSQLState() + ")";
  }

  /** The driver that takes the node's URL. */
  static DriverKind driverOf(Node node) {
    String plain = RouterUrl.unprefixed(node.jdbcUrl());
    if (plain.startsWith("jdbc:mysql:")) {
      return DriverKind.CONNECTOR_J;
    }
    return plain.startsWith("jdbc:mariadb:") ? DriverKind.MARIADB_CONNECTOR_J : DriverKind.OTHER;
  }
}
