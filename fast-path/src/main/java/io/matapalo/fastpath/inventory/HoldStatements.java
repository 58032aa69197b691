package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.stock.StockCount;
import io.matapalo.fastpath.stock.StockStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The statements that hold tickets, on a connection whose transaction the caller owns; the stock
 * rows are locked last. Confined to one attempt.
 */
record HoldStatements(Connection connection) {

  private static final String RESERVATION =
      """
      INSERT INTO reservation (reservation_id, request_id, request_digest, customer_id, event_id,
        status, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String LINES =
      "INSERT INTO reservation_line (reservation_id, line_no, ticket_type_id, quantity) VALUES ";

  /** Whether there were enough tickets; if not, the transaction must be rolled back. */
  boolean hold(Reservation reservation, String digest, long eventId, List<StockCount> stock)
      throws SQLException {
    insertLines(insert(reservation, digest, eventId), stock);
    return new StockStatements(connection).take(stock);
  }

  private long insert(Reservation reservation, String digest, long eventId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(RESERVATION, Statement.RETURN_GENERATED_KEYS)) {
      Parameters parameters = new Parameters(insert);
      Reservation.Content content = reservation.content();
      parameters.text(reservation.reservationId()).text(content.requestId()).text(digest);
      parameters.number(content.customerId()).number(eventId).text(reservation.status());
      parameters.time(reservation.createdAt()).time(reservation.expiresAt());
      insert.executeUpdate();
      return generatedKey(insert);
    }
  }

  private static long generatedKey(PreparedStatement insert) throws SQLException {
    try (ResultSet keys = insert.getGeneratedKeys()) {
      if (!keys.next()) {
        throw new SQLException("the database gave no id for a reservation");
      }
      return keys.getLong(1);
    }
  }

  private void insertLines(long id, List<StockCount> stock) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(LINES + Parameters.rows(4, stock.size()))) {
      Parameters parameters = new Parameters(insert);
      int lineNo = 1;
      for (StockCount line : stock) {
        parameters.number(id).number(lineNo++);
        parameters.number(line.ticketTypeId()).number(line.quantity());
      }
      insert.executeUpdate();
    }
  }
}
