package io.matapalo.fastpath.audit;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Writes audit records that belong to no other change. Blocks. Thread-safe. */
public final class AuditTrail {

  private final DataSource dataSource;

  public AuditTrail(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Writes one, by itself. */
  public void write(AuditEntry entry) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      new AuditStatement(connection).insert(entry);
    }
  }
}
