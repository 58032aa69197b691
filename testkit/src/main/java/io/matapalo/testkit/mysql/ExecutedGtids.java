package io.matapalo.testkit.mysql;

import io.matapalo.testkit.binaries.TestkitException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Which transactions a server has committed, and the wait for another's. Stateless. */
final class ExecutedGtids {
  private ExecutedGtids() {}

  /** Those of a server by now. */
  static String of(MySql server) {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select @@global.gtid_executed")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new TestkitException("cannot ask the server on port " + server.port(), e);
    }
  }

  /** Waits until a server has committed all of {@code executed}. */
  static void await(MySql server, String executed, Duration within) {
    try (Connection connection = server.connect("");
        PreparedStatement wait =
            connection.prepareStatement("select wait_for_executed_gtid_set(?, ?)")) {
      wait.setString(1, executed);
      wait.setDouble(2, Math.max(0.1, within.toMillis() / 1_000.0));
      try (ResultSet row = wait.executeQuery()) {
        if (!row.next() || row.getInt(1) != 0) {
          throw new TestkitException(
              "the server on port %d has not reached %s within %s"
                  .formatted(server.port(), executed, within));
        }
      }
    } catch (SQLException e) {
      throw new TestkitException("cannot wait on the server on port " + server.port(), e);
    }
  }
}
