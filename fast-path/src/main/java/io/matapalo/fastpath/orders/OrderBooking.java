package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.rows.ProvenWrites.Earlier;
import io.matapalo.fastpath.rows.TransactionFailed;
import io.matapalo.fastpath.stock.StockRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Books an authorised purchase in one transaction, which the unique request id proves. Blocks.
 * Thread-safe.
 */
public final class OrderBooking {

  private final ProvenWrites writes;
  private final OrderRows orders;
  private final StockRows stock;
  private final ReferenceCodes codes;
  private final AuditStreams streams;
  private final InstantSource clock;

  /** A booking desk; {@code orders} tells who holds a request id, {@code stock} what ran out. */
  public OrderBooking(
      ProvenWrites writes,
      OrderRows orders,
      StockRows stock,
      ReferenceCodes codes,
      AuditStreams streams,
      InstantSource clock) {
    this.writes = writes;
    this.orders = orders;
    this.stock = stock;
    this.codes = codes;
    this.streams = streams;
    this.clock = clock;
  }

  /** Rolls the transaction of a booking back. */
  private static final class SoldOutMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SoldOutMeanwhile() {
      super("tickets ran out", null, false, false);
    }
  }

  /**
   * Books {@code draft}; {@code beforeSoldOut} runs when tickets ran out, while the transaction
   * still holds the request id: nobody else can have begun to book with the same payment.
   *
   * @throws BookingFailed when attempts, budget or time ran out, or nobody can tell whether the
   *     order is booked
   */
  public BookingResult book(OrderDraft draft, Runnable beforeSoldOut, Deadline deadline) {
    try (AuditStream audit = streams.take()) {
      Optional<StoredOrder> booked =
          writes.insert(
              (connection, earlier) -> write(connection, draft, earlier, beforeSoldOut, audit),
              () -> orders.findByRequestId(draft.buyer().requestId()).isPresent(),
              deadline);
      if (booked.isEmpty()) {
        return new BookingResult.RequestIdTaken();
      }
      audit.committed();
      return new BookingResult.Booked(booked.get());
    } catch (SoldOutMeanwhile e) {
      // Looked up once the transaction is gone, whose own locks would show too little.
      long typeId = stock.ranOut(draft.stock()).ticketTypeId();
      return new BookingResult.SoldOut(draft.codeOf(typeId));
    } catch (SQLException | TransactionFailed e) {
      throw new BookingFailed("an order was not booked: " + e.getMessage(), e);
    }
  }

  private StoredOrder write(
      Connection connection,
      OrderDraft draft,
      Earlier earlier,
      Runnable beforeSoldOut,
      AuditStream audit)
      throws SQLException {
    Order order = draft.numbered(codes, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    BookingStatements statements = new BookingStatements(connection, draft, order, audit);
    long id = statements.insert();
    if (!statements.takeFromStock()) {
      throw soldOut(earlier, beforeSoldOut);
    }
    return new StoredOrder(
        id, draft.buyer().requestDigest(), draft.payment().paymentId(), order, draft.stock());
  }

  /**
   * Tickets that ran out after a commit whose answer was lost are no reason to give the payment
   * back: where several nodes take writes, that commit may still reach this one, with an order that
   * the payment belongs to.
   */
  private static RuntimeException soldOut(Earlier earlier, Runnable beforeSoldOut) {
    return switch (earlier) {
      case NOT_STORED -> {
        // From here on it is sold out, however the transaction ends: the payment may be void.
        beforeSoldOut.run();
        yield new SoldOutMeanwhile();
      }
      case PERHAPS_STORED ->
          new BookingFailed("a commit's answer was lost, and tickets ran out since", null);
    };
  }
}
