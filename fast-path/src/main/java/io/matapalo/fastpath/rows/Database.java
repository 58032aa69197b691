package io.matapalo.fastpath.rows;

import io.matapalo.fastpath.telemetry.Meters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs single reads, each on a connection of its own, without a transaction. Thread-safe. */
public final class Database {

  private final DataSource connections;
  private final Meters meters;

  public Database(DataSource connections, Meters meters) {
    this.connections = connections;
    this.meters = meters;
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  public interface Binding {
    void bind(Parameters parameters) throws SQLException;
  }

  /** Reads a result, before whose first row it stands. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Runs {@code query} and reads its result. Blocks. Counted with its time, under its name. */
  public <T> T read(Query query, Binding binding, Reading<T> reading) throws SQLException {
    Meters.Running running = meters.query(query.name());
    String outcome = "error";
    try {
      T result = run(query, binding, reading);
      outcome = "ok";
      return result;
    } finally {
      running.end(outcome);
    }
  }

  private <T> T run(Query query, Binding binding, Reading<T> reading) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement select = connection.prepareStatement(query.sql())) {
      binding.bind(new Parameters(select));
      try (ResultSet row = select.executeQuery()) {
        return reading.of(row);
      }
    }
  }
}
