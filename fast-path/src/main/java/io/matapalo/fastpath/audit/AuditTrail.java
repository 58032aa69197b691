package io.matapalo.fastpath.audit;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Writes audit records that belong to no other change. Blocks. Thread-safe. */
public final class AuditTrail {

  private final DataSource dataSource;
  private final AuditStreams streams;

  public AuditTrail(DataSource dataSource, AuditStreams streams) {
    this.dataSource = dataSource;
    this.streams = streams;
  }

  /** Writes one, by itself. */
  public void write(AuditEntry entry) throws SQLException {
    try (AuditStream stream = streams.take();
        Connection connection = dataSource.getConnection()) {
      stream.insert(connection, entry);
      stream.committed();
    }
  }
}
