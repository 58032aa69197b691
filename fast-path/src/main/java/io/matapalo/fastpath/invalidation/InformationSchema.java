package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.invalidation.keys.Column;
import io.matapalo.fastpath.invalidation.keys.ForeignKey;
import io.matapalo.fastpath.invalidation.keys.ForeignKey.Action;
import io.matapalo.fastpath.invalidation.keys.Schema;
import io.matapalo.fastpath.invalidation.keys.Table;
import io.matapalo.fastpath.invalidation.keys.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads definitions of tables. Blocks. Confined to one connection. */
record InformationSchema(Connection connection, int timeoutSeconds) {

  private static final String TABLE =
      """
      select table_schema, table_name from information_schema.tables
      where table_schema = ? and table_name = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')
      """;
  private static final String COLUMNS =
      """
      select column_name, data_type, column_type, collation_name, extra
      from information_schema.columns where table_schema = ? and table_name = ?
      order by ordinal_position
      """;
  private static final String FOREIGN_KEYS =
      """
      select r.constraint_name, k.column_name, k.referenced_table_schema, k.referenced_table_name,
        k.referenced_column_name, r.delete_rule, r.update_rule
      from information_schema.referential_constraints r
      join information_schema.key_column_usage k on k.constraint_schema = r.constraint_schema
        and k.constraint_name = r.constraint_name and k.table_name = r.table_name
      where r.constraint_schema = ? and r.table_name = ?
      order by r.constraint_name, k.ordinal_position
      """;

  /** The schema of a table that is named without one; empty where there is none. */
  String own() throws SQLException {
    return Optional.ofNullable(connection.getCatalog()).orElse("");
  }

  /** Tables, and all whose rows are changed with theirs. Those that do not exist are left out. */
  Schema read(Collection<TableName> names) throws SQLException {
    List<Table> tables = new ArrayList<>();
    for (TableName name : names) {
      table(name).ifPresent(tables::add);
    }
    List<ForeignKey> keys = new ArrayList<>();
    Set<TableName> seen = new HashSet<>();
    Deque<TableName> open = new ArrayDeque<>(tables.stream().map(Table::name).toList());
    while (!open.isEmpty()) {
      TableName child = open.remove();
      if (seen.add(child)) {
        for (ForeignKey key : foreignKeys(child)) {
          keys.add(key);
          open.add(key.parent());
        }
      }
    }
    for (ForeignKey key : keys) {
      if (tables.stream().noneMatch(table -> table.name().equals(key.parent()))) {
        table(key.parent()).ifPresent(tables::add);
      }
    }
    return new Schema(tables, keys);
  }

  private Optional<Table> table(TableName wanted) throws SQLException {
    List<List<@Nullable String>> found = rows(TABLE, wanted);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TableName name = new TableName(text(found.getFirst(), 0), text(found.getFirst(), 1));
    return Optional.of(
        new Table(name, rows(COLUMNS, name).stream().map(InformationSchema::column).toList()));
  }

  private static Column column(List<@Nullable String> row) {
    Optional<String> collation = Optional.ofNullable(row.get(3)).filter(text -> !text.isEmpty());
    boolean padded =
        collation.filter(name -> !name.contains("_nopad_") && !name.contains("_0900_")).isPresent();
    return new Column(
        text(row, 0),
        text(row, 1).toLowerCase(Locale.ROOT),
        text(row, 2).toLowerCase(Locale.ROOT).contains("unsigned"),
        collation,
        padded,
        text(row, 4).toUpperCase(Locale.ROOT).contains("VIRTUAL"));
  }

  /** Those that change the child's rows. */
  private List<ForeignKey> foreignKeys(TableName child) throws SQLException {
    Map<String, List<List<@Nullable String>>> byName = new LinkedHashMap<>();
    for (List<@Nullable String> row : rows(FOREIGN_KEYS, child)) {
      byName.computeIfAbsent(text(row, 0), name -> new ArrayList<>()).add(row);
    }
    return byName.values().stream()
        .map(columns -> foreignKey(child, columns))
        .filter(ForeignKey::acts)
        .toList();
  }

  private static ForeignKey foreignKey(TableName child, List<List<@Nullable String>> columns) {
    List<@Nullable String> first = columns.getFirst();
    return new ForeignKey(
        child,
        new TableName(text(first, 2), text(first, 3)),
        columns.stream().map(row -> text(row, 1)).toList(),
        columns.stream().map(row -> text(row, 4)).toList(),
        Action.of(text(first, 5)),
        Action.of(text(first, 6)));
  }

  private static String text(List<@Nullable String> row, int column) {
    return Optional.ofNullable(row.get(column)).orElse("");
  }

  private List<List<@Nullable String>> rows(String sql, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      List<List<@Nullable String>> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(result.getString(i));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }
}
