package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.stock.StockRows;
import java.time.InstantSource;
import java.util.List;

/** The operations of the service Inventory. Stateless. */
public final class InventoryOperations {

  private InventoryOperations() {}

  /** What the operations' transactions run by. */
  public record Writes(ProvenWrites reserve, ProvenWrites release) {}

  public static List<Operation<?, ?>> of(
      Database database,
      Writes writes,
      OverdueReservations overdue,
      ReferenceCodes codes,
      InstantSource clock) {
    ReservationRows reservations = new ReservationRows(database);
    HoldBooking booking = new HoldBooking(writes.reserve(), reservations, codes, clock);
    Hold hold =
        new Hold(
            new HoldFactRows(database), reservations, booking, overdue, new StockRows(database));
    Release release = new Release(reservations, new ReservationEnd(writes.release()));
    return List.of(
        new Operation<>(
            "reserve", InventoryReader::reserve, hold::run, InventoryWriter::reservation),
        new Operation<>(
            "release", InventoryReader::reservationId, release::run, InventoryWriter::reservation));
  }
}
