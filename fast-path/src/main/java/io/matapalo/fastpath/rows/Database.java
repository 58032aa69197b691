package io.matapalo.fastpath.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs single reads, each on a connection of its own, without a transaction. Thread-safe. */
public final class Database {

  private final DataSource connections;

  public Database(DataSource connections) {
    this.connections = connections;
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

  /** Runs {@code query} and reads its result. Blocks. */
  public <T> T read(Query query, Binding binding, Reading<T> reading) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement select = connection.prepareStatement(query.sql())) {
      binding.bind(new Parameters(select));
      try (ResultSet row = select.executeQuery()) {
        return reading.of(row);
      }
    }
  }
}
