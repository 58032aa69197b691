package io.matapalo.perf.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What messages change in some tables, told against a copy made before, and how to undo it: so that
 * the second side begins where the first did. Confined to one thread.
 */
final class ChangedRows implements WrittenRows {
  private static final Set<String> IDENTITIES_AND_TIMES =
      Set.of(
          "id",
          "instruction_reference",
          "reservation_id",
          "request_id",
          "created_at",
          "expires_at",
          "occurred_at",
          // The chain is the fast path's alone.
          "stream",
          "stream_no",
          "chain_hash");

  private final Connection connection;
  private final List<Table> tables = new ArrayList<>();

  /** Of these tables, whose key is their first column; of none for messages that only read. */
  ChangedRows(Connection connection, List<String> names) throws SQLException {
    this.connection = connection;
    for (String name : names) {
      execute("DROP TABLE IF EXISTS parity_" + name);
      execute("CREATE TABLE parity_%s LIKE %s".formatted(name, name));
      execute("INSERT INTO parity_%s SELECT * FROM %s".formatted(name, name));
      tables.add(new Table(name, columns(name)));
    }
  }

  /** The rows that are other than before, as they are now, identities of new ones aside. */
  @Override
  public List<String> after(String requestId, Answer answer) throws SQLException {
    List<String> seen = new ArrayList<>();
    for (Table table : tables) {
      seen.addAll(strings(table.gone()));
      seen.addAll(strings(table.changed()));
      seen.addAll(strings(table.added()));
    }
    return seen;
  }

  @Override
  public boolean areUntouched(List<String> rows) {
    return rows.isEmpty();
  }

  /** Makes all rows what they were. */
  @Override
  public void undo() throws SQLException {
    for (Table table : tables) {
      execute(table.deleteAdded());
      execute(table.restore());
    }
  }

  @Override
  public void close() throws SQLException {
    undo();
    for (Table table : tables) {
      execute("DROP TABLE parity_" + table.name());
    }
  }

  private record Table(String name, List<String> columns) {
    Table {
      columns = List.copyOf(columns);
    }

    private String key() {
      return columns.getFirst();
    }

    String gone() {
      return "SELECT CONCAT('%s gone ', b.#key) FROM parity_%s b LEFT JOIN %s t ON t.#key = b.#key WHERE t.#key IS NULL ORDER BY b.#key"
          .formatted(name, name, name)
          .replace("#key", key());
    }

    String changed() {
      return "SELECT CONCAT_WS(' ', '%s changed', t.#key, %s) FROM %s t JOIN parity_%s b ON b.#key = t.#key WHERE %s ORDER BY t.#key"
          .formatted(name, values(columns), name, name, differs())
          .replace("#key", key());
    }

    String added() {
      List<String> told = columns.stream().filter(c -> !IDENTITIES_AND_TIMES.contains(c)).toList();
      return "SELECT CONCAT_WS(' ', '%s added', %s) FROM %s t LEFT JOIN parity_%s b ON b.#key = t.#key WHERE b.#key IS NULL ORDER BY t.#key"
          .formatted(name, values(told), name, name)
          .replace("#key", key());
    }

    String deleteAdded() {
      return "DELETE t FROM %s t LEFT JOIN parity_%s b ON b.#key = t.#key WHERE b.#key IS NULL"
          .formatted(name, name)
          .replace("#key", key());
    }

    String restore() {
      List<String> sets = columns.stream().map(c -> c + " = VALUES(" + c + ")").toList();
      return "INSERT INTO %s SELECT b.* FROM parity_%s b LEFT JOIN %s t ON t.#key = b.#key WHERE t.#key IS NULL OR %s ON DUPLICATE KEY UPDATE %s"
          .formatted(name, name, name, differs(), String.join(", ", sets))
          .replace("#key", key());
    }

    /** Byte for byte, since the database compares texts without case. */
    private String differs() {
      List<String> differences =
          columns.stream().map(c -> "NOT (BINARY t.%s <=> BINARY b.%s)".formatted(c, c)).toList();
      return "(" + String.join(" OR ", differences) + ")";
    }

    private static String values(List<String> columns) {
      List<String> values =
          columns.stream()
              .map(c -> "CONCAT('%s=', COALESCE(t.%s, 'NULL'))".formatted(c, c))
              .toList();
      return String.join(", ", values);
    }
  }

  private List<String> columns(String table) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND"
                + " table_name = ? ORDER BY ordinal_position")) {
      select.setString(1, table);
      try (ResultSet row = select.executeQuery()) {
        return strings(row);
      }
    }
  }

  private List<String> strings(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return strings(row);
    }
  }

  private static List<String> strings(ResultSet row) throws SQLException {
    List<String> strings = new ArrayList<>();
    while (row.next()) {
      strings.add(row.getString(1));
    }
    return strings;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
