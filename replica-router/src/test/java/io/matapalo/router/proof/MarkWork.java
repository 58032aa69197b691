package io.matapalo.router.proof;

import io.matapalo.router.freshness.MarkScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An instance that reads and writes single rows for sessions which come with a mark and leave with
 * one, as requests with a cookie do. Thread-safe.
 */
final class MarkWork extends ApplicationWork {
  /** A deadlock or lost certification, at a statement or at COMMIT; 3101 on a group. */
  private static final Set<Integer> CONFLICTS = Set.of(1213, 1180, 3101);

  private static final int MOST_ATTEMPTS = 50;

  @Override
  Message work(Message request) throws Exception {
    return switch (request.text("do")) {
      case "read", "write" -> inScope(request);
      case "counts" -> counts();
      default -> throw new IllegalArgumentException("cannot do " + request.text("do"));
    };
  }

  private Message counts() {
    Map<String, String> counts = new TreeMap<>();
    opened().marks().counts().all().forEach((event, count) -> counts.put(event, count.toString()));
    return new Message(counts);
  }

  /** Answers the row's version, the port of the node that served, and the mark after it. */
  private Message inScope(Message request) throws SQLException {
    boolean write = request.text("do").equals("write");
    Optional<String> given = Optional.of(request.text("mark", "")).filter(mark -> !mark.isEmpty());
    try (MarkScope scope = opened().marks().open(given)) {
      Seen seen = seen(write, request.integer("key"));
      return Message.of(
          "version", seen.version(), "port", seen.port(), "mark", scope.text().orElse(""));
    }
  }

  private record Seen(long version, int port) {}

  /** Again after a conflict: a unit of work that is run anew begins with what its session knew. */
  private Seen seen(boolean write, int key) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = opened().dataSource().getConnection()) {
        return transaction(connection, write, key);
      } catch (SQLException e) {
        if (!CONFLICTS.contains(e.getErrorCode()) || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Seen transaction(Connection connection, boolean write, int key)
      throws SQLException {
    connection.setReadOnly(!write);
    connection.setAutoCommit(false);
    try {
      if (write) {
        try (PreparedStatement update =
            connection.prepareStatement("update item set version = version + 1 where k = ?")) {
          update.setInt(1, key);
          update.executeUpdate();
        }
      }
      Seen seen = select(connection, key);
      connection.commit();
      return seen;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
      connection.setReadOnly(false);
    }
  }

  private static Seen select(Connection connection, int key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select version, @@port from item where k = ?")) {
      select.setInt(1, key);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no item " + key);
        }
        return new Seen(row.getLong(1), row.getInt(2));
      }
    }
  }
}
