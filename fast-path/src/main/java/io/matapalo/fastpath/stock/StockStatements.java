package io.matapalo.fastpath.stock;

import io.matapalo.fastpath.rows.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/**
 * Takes tickets from stock and gives them back, all ticket types by one statement. It finds its
 * rows by a range over the primary key and so locks them in the order of their ids, as everybody
 * does who wants several, lest two wait for each other; the hint keeps the server from scanning a
 * table so small that a scan looks cheaper, which would lock every row. Confined to one
 * transaction, whose last statement it should be: all purchases of an event want these rows.
 */
public final class StockStatements {

  private static final String EACH = " WHEN ? THEN ?";

  private final Connection connection;

  public StockStatements(Connection connection) {
    this.connection = connection;
  }

  /** Whether there were enough of all; if not, some are taken, and the caller must roll back. */
  public boolean take(List<StockCount> counts) throws SQLException {
    SortedMap<Long, Integer> wanted = StockCount.byType(counts);
    try (PreparedStatement update = connection.prepareStatement(takingSql(wanted.size()))) {
      Parameters parameters = new Parameters(update);
      bind(parameters, wanted);
      bindQuantities(parameters, wanted);
      return update.executeUpdate() == wanted.size();
    }
  }

  /**
   * Gives tickets back.
   *
   * @throws IllegalStateException when a ticket type has no stock; the caller must roll back
   */
  public void giveBack(List<StockCount> counts) throws SQLException {
    SortedMap<Long, Integer> returned = StockCount.byType(counts);
    String sql = sql("+", returned.size());
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      bind(new Parameters(update), returned);
      int changed = update.executeUpdate();
      if (changed != returned.size()) {
        throw new IllegalStateException(
            "of the ticket types %s only %d have stock".formatted(returned.keySet(), changed));
      }
    }
  }

  /** Takes from {@code types} rows of stock. */
  static String takingSql(int types) {
    return sql("-", types)
        + " AND available >= (CASE ticket_type_id"
        + EACH.repeat(types)
        + " END)";
  }

  private static String sql(String sign, int types) {
    return """
    UPDATE stock FORCE INDEX (PRIMARY)
    SET available = available %s (CASE ticket_type_id%s END), version = version + 1
    WHERE ticket_type_id IN (%s)\
    """
        .formatted(sign, EACH.repeat(types), Parameters.marks(types));
  }

  private static void bind(Parameters parameters, SortedMap<Long, Integer> counts)
      throws SQLException {
    bindQuantities(parameters, counts);
    for (long id : counts.keySet()) {
      parameters.number(id);
    }
  }

  private static void bindQuantities(Parameters parameters, SortedMap<Long, Integer> counts)
      throws SQLException {
    for (var count : counts.entrySet()) {
      parameters.number(count.getKey()).number(count.getValue());
    }
  }
}
