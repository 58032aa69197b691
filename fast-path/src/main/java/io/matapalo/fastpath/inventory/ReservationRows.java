package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import io.matapalo.fastpath.stock.StockCount;
import io.matapalo.fastpath.stock.TicketLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reservations in the database: one statement for one. Blocks. Thread-safe. */
final class ReservationRows {

  private static final String SELECT =
      """
      SELECT r.id, r.reservation_id, r.request_id, r.request_digest, r.customer_id, r.status,
             r.created_at, r.expires_at, e.code AS event_code, l.ticket_type_id,
             t.code AS type_code, l.quantity
      FROM reservation r
      JOIN event e ON e.id = r.event_id
      JOIN reservation_line l ON l.reservation_id = r.id
      JOIN ticket_type t ON t.id = l.ticket_type_id
      """;
  private static final Query BY_ID =
      new Query("reservations.by-id", SELECT + "WHERE r.reservation_id = ? ORDER BY l.line_no");
  private static final Query BY_REQUEST =
      new Query("reservations.by-request", SELECT + "WHERE r.request_id = ? ORDER BY l.line_no");

  private final Database database;

  ReservationRows(Database database) {
    this.database = database;
  }

  /** The reservation with exactly this id. */
  Optional<StoredReservation> findById(String reservationId) throws SQLException {
    return find(BY_ID, reservationId)
        .filter(found -> found.reservation().reservationId().equals(reservationId));
  }

  /** The reservation that holds this request id; the database compares without case. */
  Optional<StoredReservation> findByRequestId(String requestId) throws SQLException {
    return find(BY_REQUEST, requestId);
  }

  private Optional<StoredReservation> find(Query query, String value) throws SQLException {
    return database.read(
        query,
        parameters -> parameters.text(value),
        row -> row.next() ? Optional.of(read(row)) : Optional.empty());
  }

  private static StoredReservation read(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    String digest = row.getString("request_digest");
    Reservation bare = bare(row);
    List<TicketLine> lines = new ArrayList<>();
    List<StockCount> stock = new ArrayList<>();
    do {
      int quantity = row.getInt("quantity");
      lines.add(new TicketLine(row.getString("type_code"), quantity));
      stock.add(new StockCount(row.getLong("ticket_type_id"), quantity));
    } while (row.next());
    return new StoredReservation(id, digest, bare.with(lines), stock);
  }

  /** All but its lines. */
  private static Reservation bare(ResultSet row) throws SQLException {
    return new Reservation(
        row.getString("reservation_id"),
        new Reservation.Content(
            row.getString("request_id"),
            row.getLong("customer_id"),
            row.getString("event_code"),
            List.of()),
        row.getString("status"),
        RowTimes.read(row, "created_at"),
        RowTimes.read(row, "expires_at"));
  }
}
