package io.matapalo.router.transaction.outcome;

import io.matapalo.router.transaction.outcome.OutcomeRow.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** The statements over the outcome table. Immutable; each runs on the connection it is given. */
public final class OutcomeTable {

  /** The server's error number for a key that is taken. */
  public static final int DUPLICATE_KEY = 1062;

  /** Applies what the jar ships. */
  public static final String COMMAND =
      "./matapalo migrate update --url JDBC --user U --password-env VAR"
          + " --changelog replica-router/src/main/resources/matapalo/outcome-changelog.sql";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$]{1,64}");

  /** Column, type and key, as the server describes them. */
  private static final Map<String, String> COLUMNS =
      new TreeMap<>(
          Map.of(
              "id", "binary(16) PRI",
              "state", "enum('committed','fenced')",
              "key_hash", "binary(32) UNI",
              "payload_hash", "binary(32)",
              "result", "varbinary(" + ResultBytes.MOST + ")",
              "at", "timestamp(3)"));

  private final String name;

  private OutcomeTable(String name) {
    this.name = name;
  }

  /** {@code name}, in the schema of the connections; letters, digits, {@code _} and {@code $}. */
  public static OutcomeTable named(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "outcome.table must be 1 to 64 letters, digits, _ or $, was '" + name + "'");
    }
    return new OutcomeTable(name);
  }

  /**
   * Looks whether the table is there and is as it must be.
   *
   * @throws FailedTransactionException if it is not; the message names the command that makes it
   */
  public void require(DataSource source) {
    require(reader -> {
      try (TransactionConnection transaction = TransactionConnection.open(source)) {
        return reader.of(transaction.connection());
      }
    });
  }

  /** The same, where {@code looking} finds the connection. */
  public void require(Looking looking) {
    Optional<String> defect;
    try {
      defect = looking.with(this::defect);
    } catch (SQLException e) {
      throw new FailedTransactionException(
          "cannot look at the outcome table %s: error %s; see the cause"
              .formatted(name, e.getErrorCode()),
          e);
    }
    if (defect.isPresent()) {
      throw new FailedTransactionException(defect.get(), null);
    }
  }

  /** Finds a connection and has the defect read there. */
  @FunctionalInterface
  public interface Looking {
    Optional<String> with(Reader reader) throws SQLException;
  }

  /** Reads the {@link #defect} on a connection. */
  @FunctionalInterface
  public interface Reader {
    Optional<String> of(Connection connection) throws SQLException;
  }

  /** The defect of the table, with what to do about it; empty if the table is as it must be. */
  Optional<String> defect(Connection connection) throws SQLException {
    Map<String, String> found = describe(connection);
    if (found.isEmpty()) {
      return Optional.of("there is no table " + name + " in this schema; make it: " + COMMAND);
    }
    List<String> wrong = new ArrayList<>();
    COLUMNS.forEach((column, wanted) -> {
      String is = found.getOrDefault(column, "absent");
      if (!is.startsWith(wanted)) {
        wrong.add(column + " must be " + wanted + ", is " + is);
      }
    });
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("table %s is not the outcome table: %s; rename it, or make the table "
                    + "under another name (setting outcome.table): %s")
                .formatted(name, String.join("; ", wrong), COMMAND));
  }

  private Map<String, String> describe(Connection connection) throws SQLException {
    Map<String, String> found = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT column_name, column_type, column_key FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = ?")) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String type = rows.getString(2) + " " + rows.getString(3);
          found.put(
              rows.getString(1).toLowerCase(Locale.ROOT),
              type.toLowerCase(Locale.ROOT).replace(" pri", " PRI").replace(" uni", " UNI"));
        }
      }
    }
    return found;
  }

  /** Marks the running transaction; the last statement before its COMMIT. */
  public void insertCommitted(
      Connection connection,
      OutcomeId id,
      Optional<KeyHash> key,
      Optional<KeyHash> payload,
      Optional<ResultBytes> result)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            ("INSERT INTO %s (id, state, key_hash, payload_hash, result) VALUES (?, "
                    + "'committed', ?, ?, ?)")
                .formatted(name))) {
      insert.setBytes(1, id.toArray());
      setBytes(insert, 2, key.map(KeyHash::toArray));
      setBytes(insert, 3, payload.map(KeyHash::toArray));
      setBytes(insert, 4, result.map(ResultBytes::toArray));
      insert.executeUpdate();
    }
  }

  /** Takes the id of an attempt, so that the attempt cannot commit any more. */
  public void fence(Connection connection, OutcomeId id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + name + " (id, state) VALUES (?, 'fenced')")) {
      insert.setBytes(1, id.toArray());
      insert.executeUpdate();
    }
  }

  /** The row of an attempt, without waiting for anybody's lock. */
  public Optional<OutcomeRow> find(Connection connection, OutcomeId id) throws SQLException {
    return find(connection, "id", id.toArray());
  }

  /** The row under an idempotency key, without waiting for anybody's lock. */
  public Optional<OutcomeRow> find(Connection connection, KeyHash key) throws SQLException {
    return find(connection, "key_hash", key.toArray());
  }

  /** Deletes at most {@code limit} rows older than {@code age} by the server's clock: how many. */
  public int purge(Connection connection, Duration age, int limit) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            ("DELETE FROM %s WHERE at < CURRENT_TIMESTAMP(3) - INTERVAL ? SECOND "
                    + "ORDER BY at LIMIT ?")
                .formatted(name))) {
      delete.setLong(1, age.toSeconds());
      delete.setInt(2, limit);
      return delete.executeUpdate();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private Optional<OutcomeRow> find(Connection connection, String column, byte[] value)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, state, payload_hash, result FROM " + name + " WHERE " + column + " = ?")) {
      select.setBytes(1, value);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  private static OutcomeRow read(ResultSet row) throws SQLException {
    return new OutcomeRow(
        OutcomeId.stored(row.getBytes(1)),
        State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getBytes(3)).map(KeyHash::stored),
        Optional.ofNullable(row.getBytes(4)).map(ResultBytes::of));
  }

  private static void setBytes(PreparedStatement statement, int place, Optional<byte[]> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setBytes(place, value.get());
    } else {
      statement.setNull(place, Types.VARBINARY);
    }
  }
}
