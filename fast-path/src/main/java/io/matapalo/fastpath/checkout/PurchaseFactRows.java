package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.notifications.Recipient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads {@link PurchaseFacts} by one statement. Blocks. Thread-safe. Never through a cache:
 * customers, orders and stock change with every purchase.
 */
public final class PurchaseFactRows {

  private static final String SELECT =
      """
      SELECT c.status, c.email, c.name, o.id AS order_id, s.ticket_type_id, s.available
      FROM (SELECT 1 AS one) always
      LEFT JOIN customer c ON c.id = ?
      LEFT JOIN orders o ON o.request_id = ?
      LEFT JOIN stock s ON s.ticket_type_id IN (\
      """;

  private final DataSource dataSource;

  public PurchaseFactRows(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  PurchaseFacts look(PurchaseRequest request, List<Long> ticketTypeIds) throws SQLException {
    // No ticket type has the id 0; the list must not be empty.
    List<Long> ids = ticketTypeIds.isEmpty() ? List.of(0L) : ticketTypeIds;
    String sql = SELECT + String.join(",", Collections.nCopies(ids.size(), "?")) + ")";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, request.customerId());
      select.setString(2, request.requestId());
      int next = 3;
      for (long id : ids) {
        select.setLong(next++, id);
      }
      try (ResultSet row = select.executeQuery()) {
        return read(row);
      }
    }
  }

  private static PurchaseFacts read(ResultSet row) throws SQLException {
    Optional<PurchaseFacts.Buyer> customer = Optional.empty();
    boolean holdsRequestId = false;
    Map<Long, Integer> available = new HashMap<>();
    while (row.next()) {
      customer = buyer(row);
      holdsRequestId = row.getLong("order_id") != 0;
      long ticketTypeId = row.getLong("ticket_type_id");
      if (ticketTypeId != 0) {
        available.put(ticketTypeId, row.getInt("available"));
      }
    }
    return new PurchaseFacts(customer, holdsRequestId, available);
  }

  private static Optional<PurchaseFacts.Buyer> buyer(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return status == null
        ? Optional.empty()
        : Optional.of(
            new PurchaseFacts.Buyer(
                status, new Recipient(row.getString("email"), row.getString("name"))));
  }
}
