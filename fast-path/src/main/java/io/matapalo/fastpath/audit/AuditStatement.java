package io.matapalo.fastpath.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Writes an audit record in whatever transaction its connection is. Confined to one call. */
public final class AuditStatement {

  private static final String INSERT =
      "INSERT INTO audit_record (occurred_at, customer_id, action, request_id, detail)"
          + " VALUES (?, ?, ?, ?, ?)";

  private final Connection connection;

  public AuditStatement(Connection connection) {
    this.connection = connection;
  }

  /** Writes one record. */
  public void insert(AuditEntry entry) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(
          1,
          LocalDateTime.ofInstant(
              entry.occurredAt().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC));
      if (entry.customerId().isPresent()) {
        insert.setLong(2, entry.customerId().getAsLong());
      } else {
        insert.setNull(2, Types.BIGINT);
      }
      insert.setString(3, entry.action());
      insert.setString(4, entry.requestId());
      insert.setString(5, entry.detail());
      insert.executeUpdate();
    }
  }
}
