package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.CommitUnknown;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import io.matapalo.fastpath.rows.TransactionFailed;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.session.LastUse;
import io.matapalo.fastpath.session.SessionTable;
import io.matapalo.fastpath.session.StoredSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@link SessionTable} in {@code customer_session}. Blocks. Thread-safe. */
public final class SessionRows implements SessionTable {

  private static final Query FIND =
      new Query(
          "sessions.by-token",
          """
          SELECT s.id, s.customer_id, c.name, s.created_at, s.last_used_at, s.expires_at
          FROM customer_session s JOIN customer c ON c.id = s.customer_id WHERE s.token_hash = ?\
          """);
  private static final Query EXPIRED =
      new Query(
          "sessions.expired",
          "SELECT id FROM customer_session WHERE expires_at < ? ORDER BY expires_at LIMIT ?");
  private static final String INSERT =
      """
      INSERT INTO customer_session (token_hash, customer_id, created_at, last_used_at, expires_at)
      VALUES (?, ?, ?, ?, ?)\
      """;
  private static final String PROLONG =
      """
      UPDATE customer_session SET last_used_at = GREATEST(last_used_at, CAST(? AS DATETIME(3))),
        expires_at = GREATEST(expires_at, CAST(? AS DATETIME(3))) WHERE id = ? AND expires_at > ?\
      """;
  private static final String WHEN = " WHEN ? THEN CAST(? AS DATETIME(3))";
  private static final String DELETE = "DELETE FROM customer_session WHERE id = ?";

  private final Database database;
  private final Function<String, Transactions> transactions;

  /** Changes are units of work, which {@code transactions} gives by their name. */
  public SessionRows(Database database, Function<String, Transactions> transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  @Override
  public Optional<StoredSession> find(String digest) throws SQLException {
    return database.read(
        FIND,
        parameters -> parameters.text(digest),
        row -> row.next() ? Optional.of(read(row)) : Optional.empty());
  }

  private static StoredSession read(ResultSet row) throws SQLException {
    return new StoredSession(
        row.getLong("id"),
        new StoredSession.Owner(row.getLong("customer_id"), row.getString("name")),
        RowTimes.read(row, "created_at"),
        RowTimes.read(row, "last_used_at"),
        RowTimes.read(row, "expires_at"));
  }

  /** Opens a session of which only its client knows the token. */
  void insert(String digest, long customerId, Instant now, Instant expiresAt, Deadline deadline)
      throws SQLException {
    change(
        "Sessions.open",
        deadline,
        INSERT,
        parameters ->
            parameters.text(digest).number(customerId).time(now).time(now).time(expiresAt));
  }

  @Override
  public boolean prolong(StoredSession used, Instant now, Deadline deadline) throws SQLException {
    return change(
            "Sessions.prolong",
            deadline,
            PROLONG,
            parameters ->
                parameters
                    .time(used.lastUsedAt())
                    .time(used.expiresAt())
                    .number(used.id())
                    .time(now))
        == 1;
  }

  @Override
  public void prolongAll(List<LastUse> uses, Duration life, Instant now, Deadline deadline)
      throws SQLException {
    String cases = " CASE id" + WHEN.repeat(uses.size()) + " END)";
    change(
        "Sessions.prolongAll",
        deadline,
        "UPDATE customer_session SET last_used_at = GREATEST(last_used_at,"
            + cases
            + ", expires_at = GREATEST(expires_at,"
            + cases
            + where(uses.size())
            + " AND expires_at > ?",
        parameters -> {
          for (LastUse use : uses) {
            parameters.number(use.sessionId()).time(use.at());
          }
          for (LastUse use : uses) {
            parameters.number(use.sessionId()).time(use.at().plus(life));
          }
          for (LastUse use : uses) {
            parameters.number(use.sessionId());
          }
          parameters.time(now);
        });
  }

  @Override
  public boolean delete(long id, Deadline deadline) throws SQLException {
    return change("Sessions.end", deadline, DELETE, parameters -> parameters.number(id)) == 1;
  }

  /** Looks without locks, so that the rows are locked by their ids as everywhere. */
  @Override
  public int deleteExpired(Instant bound, int most, Deadline deadline) throws SQLException {
    List<Long> ids =
        database.read(EXPIRED, parameters -> parameters.time(bound).number(most), SessionRows::ids);
    if (!ids.isEmpty()) {
      change(
          "Sessions.expire",
          deadline,
          "DELETE FROM customer_session" + where(ids.size()) + " AND expires_at < ?",
          parameters -> {
            for (long id : ids) {
              parameters.number(id);
            }
            parameters.time(bound);
          });
    }
    return ids.size();
  }

  private static List<Long> ids(ResultSet row) throws SQLException {
    List<Long> ids = new ArrayList<>();
    while (row.next()) {
      ids.add(row.getLong("id"));
    }
    Collections.sort(ids);
    return ids;
  }

  private static String where(int ids) {
    return " WHERE id IN (" + String.join(",", Collections.nCopies(ids, "?")) + ")";
  }

  /** Runs one statement as one unit of work; how many rows it found. */
  private int change(String name, Deadline deadline, String sql, Database.Binding binding)
      throws SQLException {
    try {
      return transactions
          .apply(name)
          .run(
              deadline,
              connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                  binding.bind(new Parameters(statement));
                  return statement.executeUpdate();
                }
              });
    } catch (TransactionFailed | CommitUnknown e) {
      throw new SQLException("a session's change is not known to be stored: " + name, e);
    }
  }
}
