package io.matapalo.router.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.matapalo.testkit.mysql.MySql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Failures that real MySQL servers give to the two drivers, and what is made of them. Stateless.
 */
final class MySqlFailures {
  private MySqlFailures() {}

  /** The drivers that an application may bring. */
  enum Vendor {
    CONNECTOR_J(DriverKind.CONNECTOR_J),
    MARIADB(DriverKind.MARIADB_CONNECTOR_J);

    private final DriverKind kind;

    Vendor(DriverKind kind) {
      this.kind = kind;
    }

    Connection connect(MySql server) throws SQLException {
      String url = this == CONNECTOR_J ? server.jdbcUrl("shop") : server.mariaDbDriverUrl("shop");
      return DriverManager.getConnection(url, server.user(), server.password());
    }

    Connection begin(MySql server) throws SQLException {
      Connection connection = connect(server);
      connection.setAutoCommit(false);
      return connection;
    }

    Failure failure(SQLException thrown, Phase phase) {
      return new Failure(
          kind,
          thrown.getErrorCode(),
          Objects.requireNonNullElse(thrown.getSQLState(), ""),
          String.valueOf(thrown.getMessage()),
          phase);
    }

    Verdict verdict(SQLException thrown, Phase phase) {
      return Classification.of(failure(thrown, phase));
    }
  }

  /** Something that asks a server. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  static SQLException thrownBy(Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      return e;
    }
    return fail("nothing was thrown");
  }

  /** Code and state as the table in the documentation has them. */
  static void says(SQLException thrown, int code, String state) {
    assertThat(thrown.getErrorCode()).as(thrown.toString()).isEqualTo(code);
    assertThat(thrown.getSQLState()).as(thrown.toString()).isEqualTo(state);
  }
}
