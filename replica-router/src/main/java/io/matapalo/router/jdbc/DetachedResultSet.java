package io.matapalo.router.jdbc;

import io.matapalo.jvm.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A result of a catalogue query, which has no statement of its own: the driver's would lead to the
 * physical connection. Confined to the connection's thread.
 */
final class DetachedResultSet extends ForwardingResultSet {

  DetachedResultSet(ResultSet rows) {
    super(rows);
  }

  @Override
  public @Nullable Statement getStatement() {
    return null;
  }
}
