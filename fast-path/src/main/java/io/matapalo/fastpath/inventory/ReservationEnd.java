package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.stock.StockCount;
import io.matapalo.fastpath.stock.StockStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Ends reservations, each once, whoever tries: its tickets go back in the same transaction. Blocks.
 * Thread-safe.
 */
final class ReservationEnd {

  /**
   * By the primary key, as the monolith locks it: were the row reached through the index of the
   * status, the two would lock row and index entry in opposite orders.
   */
  private static final String CLAIM =
      "UPDATE reservation FORCE INDEX (PRIMARY) SET status = ?, version = version + 1"
          + " WHERE id = ? AND status = 'HELD'";

  private final ProvenWrites writes;

  ReservationEnd(ProvenWrites writes) {
    this.writes = writes;
  }

  /** Ends it in {@code status}; false when it was no longer held. */
  boolean end(long id, List<StockCount> stock, String status, Deadline deadline)
      throws SQLException {
    return writes.change(
        connection -> {
          boolean claimed = claims(connection, id, status);
          if (claimed) {
            new StockStatements(connection).giveBack(stock);
          }
          return claimed;
        },
        deadline);
  }

  private static boolean claims(Connection connection, long id, String status) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
      update.setString(1, status);
      update.setLong(2, id);
      return update.executeUpdate() == 1;
    }
  }
}
