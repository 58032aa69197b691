package io.matapalo.perf.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions in their table: for each request one that is open and one that has expired, and what
 * became of them and of the one that the request opened. Confined to one thread.
 */
final class SessionTableRows implements WrittenRows {
  private static final String OPEN = GeneratedMessage.REQUEST_ID;
  private static final String EXPIRED = OPEN + "-expired";

  /** What requests may ask for. */
  static final List<String> TOKENS = List.of(OPEN, OPEN, OPEN, EXPIRED, "nobody-has-this-token");

  private static final String FOUND =
      "SELECT customer_id, TIMESTAMPDIFF(SECOND, last_used_at, expires_at) AS life,"
          + " last_used_at > created_at AS used, expires_at > UTC_TIMESTAMP(3) AS lives"
          + " FROM customer_session WHERE token_hash IN (SHA2(?, 256), SHA2(?, 256), SHA2(?, 256))"
          + " ORDER BY id";

  private final Connection database;

  SessionTableRows(Connection database) {
    this.database = database;
  }

  @Override
  public void prepare(String requestId) throws SQLException {
    insert(database, OPEN.replace(OPEN, requestId), 10);
    insert(database, EXPIRED.replace(OPEN, requestId), 40);
  }

  /** A session of this token, opened and last used so many minutes ago. */
  static void insert(Connection database, String token, int minutesAgo) throws SQLException {
    try (PreparedStatement insert =
        database.prepareStatement(
            "INSERT INTO customer_session (token_hash, customer_id, created_at, last_used_at,"
                + " expires_at) SELECT SHA2(?, 256), 7, t.at, t.at, t.at + INTERVAL 30 MINUTE"
                + " FROM (SELECT UTC_TIMESTAMP(3) - INTERVAL ? MINUTE AS at) t")) {
      insert.setString(1, token);
      insert.setInt(2, minutesAgo);
      insert.executeUpdate();
    }
  }

  /** When the session of this token ends by its row. */
  static Instant expiresAt(Connection database, String token) throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT expires_at FROM customer_session WHERE token_hash = SHA2(?, 256)")) {
      select.setString(1, token);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
      }
    }
  }

  @Override
  public List<String> after(String requestId, Answer answer) throws SQLException {
    try (PreparedStatement select = database.prepareStatement(FOUND)) {
      select.setString(1, OPEN.replace(OPEN, requestId));
      select.setString(2, EXPIRED.replace(OPEN, requestId));
      select.setString(3, answer.text("token").orElse(""));
      List<String> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              "customer %s, life %s, used %s, lives %s"
                  .formatted(
                      row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        }
      }
      return rows;
    }
  }
}
