package io.matapalo.router.proof;

import io.matapalo.router.freshness.MarkScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An instance that reads and writes single rows for sessions which come with a mark and leave with
 * one, as requests with a cookie do. Thread-safe.
 */
final class MarkWork implements Work {
  private final AtomicReference<@Nullable Application> application = new AtomicReference<>();

  @Override
  public Message answer(Message request) throws Exception {
    return switch (request.text("do")) {
      case "open" -> {
        close();
        application.set(Application.open(request));
        yield Message.of("opened", true);
      }
      case "read", "write" -> inScope(request);
      case "counts" -> Message.of("counts", opened().marks().counts());
      default -> throw new IllegalArgumentException("cannot do " + request.text("do"));
    };
  }

  private Application opened() {
    Application opened = application.get();
    if (opened == null) {
      throw new IllegalStateException("asked before open");
    }
    return opened;
  }

  /** Answers the row's version, the port of the node that served, and the mark after it. */
  private Message inScope(Message request) throws SQLException {
    boolean write = request.text("do").equals("write");
    Optional<String> given = Optional.of(request.text("mark", "")).filter(mark -> !mark.isEmpty());
    try (MarkScope scope = opened().marks().open(given)) {
      Seen seen;
      try (Connection connection = opened().dataSource().getConnection()) {
        seen = transaction(connection, write, request.integer("key"));
      }
      return Message.of(
          "version", seen.version(), "port", seen.port(), "mark", scope.text().orElse(""));
    }
  }

  private record Seen(long version, int port) {}

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

  @Override
  public void close() {
    Application opened = application.getAndSet(null);
    if (opened != null) {
      opened.close();
    }
  }
}
