package io.matapalo.fastpath.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Where one unit of work writes its audit record. The unit may run several times; each run writes
 * the record at the same place, and only the run that commits leaves it there. Confined to one unit
 * of work.
 */
public final class AuditStream implements AutoCloseable {

  private static final String INSERT =
      "INSERT INTO audit_record (occurred_at, customer_id, action, request_id, detail, stream,"
          + " stream_no, chain_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private final ChainLink place;
  private final Consumer<ChainLink> release;
  private String written = "";
  private boolean committed;

  AuditStream(ChainLink place, Consumer<ChainLink> release) {
    this.place = place;
    this.release = release;
  }

  /** Writes the unit's one record, in whatever transaction {@code connection} is. */
  public void insert(Connection connection, AuditEntry entry) throws SQLException {
    AuditEntry stored =
        new AuditEntry(
            entry.occurredAt().truncatedTo(ChronoUnit.MILLIS),
            entry.customerId(),
            entry.action(),
            entry.requestId(),
            entry.detail());
    written = place.hashOf(stored);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, LocalDateTime.ofInstant(stored.occurredAt(), ZoneOffset.UTC));
      if (stored.customerId().isPresent()) {
        insert.setLong(2, stored.customerId().getAsLong());
      } else {
        insert.setNull(2, Types.BIGINT);
      }
      insert.setString(3, stored.action());
      insert.setString(4, stored.requestId());
      insert.setString(5, stored.detail());
      insert.setString(6, place.stream());
      insert.setLong(7, place.number());
      insert.setString(8, written);
      insert.executeUpdate();
    }
  }

  /** The unit has committed, for sure. */
  public void committed() {
    committed = true;
  }

  /** Another unit may go on with the stream, unless its last record is in doubt. */
  @Override
  public void close() {
    if (committed) {
      release.accept(written.isEmpty() ? place : place.next(written));
    }
  }
}
