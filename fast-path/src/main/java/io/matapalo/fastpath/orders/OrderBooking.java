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

  /** Rolls its transaction back. */
  private static final class SoldOutMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SoldOutMeanwhile() {
      super("tickets ran out", null, false, false);
    }
  }

  /**
   * Books {@code draft}; {@code giveBack} runs when tickets ran out, while nobody else can begin to
   * book with the same payment.
   *
   * @throws BookingFailed when attempts, budget or time ran out, or nobody can tell whether the
   *     order is booked
   */
  public BookingResult book(OrderDraft draft, Runnable giveBack, Deadline deadline) {
    try (AuditStream audit = streams.take()) {
      Optional<StoredOrder> booked =
          writes.insert(
              (connection, earlier) -> write(connection, draft, earlier, audit),
              () -> isThere(draft),
              deadline);
      if (booked.isEmpty()) {
        return new BookingResult.RequestIdTaken();
      }
      audit.committed();
      return new BookingResult.Booked(booked.get());
    } catch (SoldOutMeanwhile e) {
      return soldOut(draft, giveBack, deadline);
    } catch (SQLException | TransactionFailed e) {
      throw failed(e);
    }
  }

  private StoredOrder write(
      Connection connection, OrderDraft draft, Earlier earlier, AuditStream audit)
      throws SQLException {
    Order order = numbered(draft);
    BookingStatements statements = new BookingStatements(connection, draft, order, audit);
    long id = statements.insert();
    if (!statements.takeFromStock()) {
      throw soldOut(earlier);
    }
    return new StoredOrder(
        id, draft.buyer().requestDigest(), draft.payment().paymentId(), order, draft.stock());
  }

  /**
   * Tickets that ran out after a commit whose answer was lost are no reason to give the payment
   * back: where several nodes take writes, that commit may still reach this one, with an order that
   * the payment belongs to.
   */
  private static RuntimeException soldOut(Earlier earlier) {
    return switch (earlier) {
      case NOT_STORED -> new SoldOutMeanwhile();
      case PERHAPS_STORED ->
          new BookingFailed("a commit's answer was lost, and tickets ran out since", null);
    };
  }

  /**
   * Gives the payment back in a transaction that holds the request id and not one ticket: others
   * buy on while the provider is waited for. From the giving back on it is sold out, however the
   * transaction ends.
   */
  private BookingResult soldOut(OrderDraft draft, Runnable giveBack, Deadline deadline) {
    try {
      writes.insert(
          (connection, _) -> {
            new OrderStatement(connection, draft, numbered(draft)).insert();
            giveBack.run();
            throw new SoldOutMeanwhile();
          },
          () -> isThere(draft),
          deadline);
      // A repeat was quicker, and there were tickets again.
      return new BookingResult.RequestIdTaken();
    } catch (SoldOutMeanwhile e) {
      // Looked up once the transaction is gone, whose own locks would show too little.
      long typeId = stock.ranOut(draft.stock()).ticketTypeId();
      return new BookingResult.SoldOut(draft.codeOf(typeId));
    } catch (SQLException | TransactionFailed e) {
      throw failed(e);
    }
  }

  private Order numbered(OrderDraft draft) {
    return draft.numbered(codes, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private boolean isThere(OrderDraft draft) throws SQLException {
    return orders.findByRequestId(draft.buyer().requestId()).isPresent();
  }

  private static BookingFailed failed(Exception cause) {
    return new BookingFailed("an order was not booked: " + cause.getMessage(), cause);
  }
}
