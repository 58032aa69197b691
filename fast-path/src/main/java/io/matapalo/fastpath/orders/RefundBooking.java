package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.stock.StockStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/**
 * Books an order back in one transaction: its tickets are void, their places free, the ledger
 * reversed. The order's status proves it: whoever finds it paid, and makes it refunded, books.
 * Blocks. Thread-safe.
 */
public final class RefundBooking {

  /** By the primary key, see {@code Settlement}. */
  private static final String CLAIM =
      "UPDATE orders FORCE INDEX (PRIMARY) SET status = 'REFUNDED', version = version + 1"
          + " WHERE id = ? AND status = 'PAID'";

  /**
   * By their unique numbers: the index over their order would lock the gap behind it too, where the
   * tickets of the next order go.
   */
  private static final String VOID_TICKETS =
      "UPDATE ticket FORCE INDEX (uq_ticket_number) SET status = 'VOID' WHERE ticket_number IN (";

  private final ProvenWrites writes;
  private final AuditStreams streams;
  private final InstantSource clock;

  public RefundBooking(ProvenWrites writes, AuditStreams streams, InstantSource clock) {
    this.writes = writes;
    this.streams = streams;
    this.clock = clock;
  }

  /** What a refund came to. */
  public enum Result {
    BOOKED,
    /** The order was no longer paid: somebody else has booked it back. */
    NOT_PAID
  }

  /** Books back an order whose money is given back. */
  public Result book(StoredOrder order, Deadline deadline) throws SQLException {
    try (AuditStream audit = streams.take()) {
      Result result = writes.change(connection -> write(connection, order, audit), deadline);
      if (result == Result.BOOKED) {
        audit.committed();
      }
      return result;
    }
  }

  /** The stock rows last, which all purchases of the event want. */
  private Result write(Connection connection, StoredOrder stored, AuditStream audit)
      throws SQLException {
    if (!claims(connection, stored.id())) {
      return Result.NOT_PAID;
    }
    voidTickets(connection, stored.order());
    new LedgerStatement(connection).reverse(stored.id(), stored.order());
    audit.insert(connection, refunded(stored.order()));
    new StockStatements(connection).giveBack(stored.stock());
    return Result.BOOKED;
  }

  private static boolean claims(Connection connection, long orderId) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
      update.setLong(1, orderId);
      return update.executeUpdate() == 1;
    }
  }

  private static void voidTickets(Connection connection, Order order) throws SQLException {
    List<String> numbers =
        order.lines().stream().flatMap(line -> line.ticketNumbers().stream()).toList();
    if (numbers.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(VOID_TICKETS + Parameters.marks(numbers.size()) + ")")) {
      Parameters parameters = new Parameters(update);
      for (String number : numbers) {
        parameters.text(number);
      }
      update.executeUpdate();
    }
  }

  private AuditEntry refunded(Order order) {
    String detail =
        "order=" + order.orderReference() + " total=" + order.totals().total().toPlainString();
    return AuditEntry.refunded(clock.instant(), order.customerId(), order.requestId(), detail);
  }
}
