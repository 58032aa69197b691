package io.matapalo.fastpath.stock;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stock as it is committed. Blocks. Thread-safe. */
public final class StockRows {

  private static final Logger LOG = LoggerFactory.getLogger(StockRows.class);
  private static final String SELECT =
      "SELECT ticket_type_id, available FROM stock WHERE ticket_type_id IN (";

  private final Database database;

  public StockRows(Database database) {
    this.database = database;
  }

  /**
   * Which of these ran out, for somebody who did not get them all: the first that has too few. By
   * now tickets may have come back, so that none has; then it is the one with the least left. If
   * the database does not tell, it is the first: that somebody ran out is certain all the same.
   *
   * @param wanted in the order of the request, not empty
   */
  public StockCount ranOut(List<StockCount> wanted) {
    try {
      Map<Long, Integer> left = left(wanted);
      return wanted.stream()
          .filter(count -> leftOf(count, left) < count.quantity())
          .findFirst()
          .orElseGet(
              () -> Collections.min(wanted, Comparator.comparingInt(count -> leftOf(count, left))));
    } catch (SQLException e) {
      LOG.warn("which tickets ran out is not known reason={}", e.getMessage());
      return wanted.getFirst();
    }
  }

  private static int leftOf(StockCount count, Map<Long, Integer> left) {
    return left.getOrDefault(count.ticketTypeId(), 0);
  }

  private Map<Long, Integer> left(List<StockCount> wanted) throws SQLException {
    String marks = Parameters.marks(wanted.size());
    return database.read(
        new Query("stock.left", SELECT + marks + ")"),
        parameters -> {
          for (StockCount count : wanted) {
            parameters.number(count.ticketTypeId());
          }
        },
        StockRows::read);
  }

  private static Map<Long, Integer> read(ResultSet row) throws SQLException {
    Map<Long, Integer> left = new HashMap<>();
    while (row.next()) {
      left.put(row.getLong("ticket_type_id"), row.getInt("available"));
    }
    return left;
  }
}
