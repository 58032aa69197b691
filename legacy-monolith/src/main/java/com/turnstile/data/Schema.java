package com.turnstile.data;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in the schema already, and how it is taken out again. Stateless. */
final class Schema {

  private static final List<String> ORDER_TABLES =
      List.of("ticket", "ledger_entry", "order_line", "audit_record", "orders");
  private static final int MOST_ROUNDS = 10;

  private Schema() {}

  /** A foreign key. */
  record Reference(String table, String column, String parent, String parentColumn) {

    String orphans() {
      return "FROM %1$s c LEFT JOIN %3$s p ON p.%4$s = c.%2$s WHERE c.%2$s IS NOT NULL AND p.%4$s IS NULL"
          .formatted(table, column, parent, parentColumn);
    }
  }

  static void requireSeedAlone(Connection connection) throws SQLException {
    Optional<LoadMark> mark = requireSchema(connection);
    if (mark.isPresent()) {
      throw new DataException(
          mark.get().isComplete()
              ? "the schema is loaded already (%s); --replace loads anew"
                  .formatted(mark.get().text())
              : "a load that did not finish is in the schema (%s); --replace loads anew"
                  .formatted(mark.get().text()));
    }
    requireNone(connection, "orders", "id > 0");
    requireNone(connection, "customer", "id > " + Size.SEED_CUSTOMERS);
    requireNone(connection, "event", "id > " + Size.SEED_EVENTS);
    requireNone(connection, "venue", "id > " + Size.SEED_VENUES);
  }

  /** What was loaded, if anything; complains when the tables or the seed's rows are not there. */
  static Optional<LoadMark> requireSchema(Connection connection) throws SQLException {
    Optional<LoadMark> mark;
    try {
      mark = LoadMark.read(connection);
    } catch (SQLSyntaxErrorException e) {
      throw new DataException(
          "Turnstile's tables are not there (%s): run ./matapalo migrate update with --changelog migration/turnstile/changelog/root.yaml first"
              .formatted(e.getMessage()),
          e);
    }
    requireCount(connection, "customer", Size.SEED_CUSTOMERS);
    requireCount(connection, "event", Size.SEED_EVENTS);
    return mark;
  }

  private static void requireCount(Connection connection, String table, int wanted)
      throws SQLException {
    long found =
        Database.number(
            connection, "SELECT COUNT(*) FROM %s WHERE id <= %d".formatted(table, wanted));
    if (found != wanted) {
      throw new DataException(
          "table %s has %d of the %d rows of the schema's seed: run all change logs first"
              .formatted(table, found, wanted));
    }
  }

  private static void requireNone(Connection connection, String table, String condition)
      throws SQLException {
    long found =
        Database.number(
            connection, "SELECT EXISTS (SELECT 1 FROM %s WHERE %s)".formatted(table, condition));
    if (found != 0) {
      throw new DataException(
          "table %s has rows that are not of the schema's seed; --replace deletes them"
              .formatted(table));
    }
  }

  /**
   * Deletes every order with all that hangs on it, the audit trail, and every customer, event and
   * venue that is not of the seed; gives the seed's stock back.
   */
  static void clear(Connection connection) throws SQLException {
    Optional<LoadMark> mark = requireSchema(connection);
    // A load takes from the seed's stock with its last commit, and this gives back with its first.
    if (mark.isEmpty() || mark.get().isComplete()) {
      giveStockBack(connection);
      LoadMark.begun(Size.named("S"), 0).write(connection);
      connection.commit();
    }
    Database.update(connection, "SET SESSION foreign_key_checks = 0");
    for (String table : ORDER_TABLES) {
      Database.update(connection, "TRUNCATE TABLE " + table);
    }
    Database.update(connection, "DELETE FROM customer WHERE id > " + Size.SEED_CUSTOMERS);
    Database.update(connection, "DELETE FROM event WHERE id > " + Size.SEED_EVENTS);
    Database.update(connection, "DELETE FROM venue WHERE id > " + Size.SEED_VENUES);
    deleteOrphans(connection);
    LoadMark.remove(connection);
    connection.commit();
  }

  private static void giveStockBack(Connection connection) throws SQLException {
    Database.update(
        connection,
        """
        UPDATE stock s JOIN (
          SELECT l.ticket_type_id, SUM(l.quantity) AS tickets, COUNT(*) AS lines_
          FROM order_line l GROUP BY l.ticket_type_id) sold ON sold.ticket_type_id = s.ticket_type_id
        SET s.available = s.available + sold.tickets, s.version = s.version - sold.lines_\
        """);
  }

  private static void deleteOrphans(Connection connection) throws SQLException {
    List<Reference> references = references(connection);
    long deleted = 1;
    for (int round = 0; deleted > 0; round++) {
      if (round == MOST_ROUNDS) {
        throw new DataException("tables refer to each other too deeply to be cleared");
      }
      deleted = 0;
      for (Reference reference : references) {
        deleted += Database.update(connection, "DELETE c " + reference.orphans());
      }
    }
  }

  static List<Reference> references(Connection connection) throws SQLException {
    List<Reference> references = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT table_name, column_name, referenced_table_name, referenced_column_name
                FROM information_schema.key_column_usage
                WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL
                ORDER BY table_name, column_name\
                """)) {
      while (row.next()) {
        references.add(
            new Reference(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
      }
    }
    return references;
  }
}
