package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.audit.AuditStreams;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.CommitUnknown;
import io.matapalo.fastpath.rows.TransactionFailed;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Books an authorised purchase in one transaction. Blocks. Thread-safe.
 *
 * <p>The unique request id is the proof of a commit, so no other record of it is kept. A commit
 * whose answer was lost is neither a success nor a failure: the booking runs once more, and its
 * insert waits for a commit under way, then finds the order or takes its place.
 */
public final class OrderBooking {

  private static final int DUPLICATE_KEY = 1062;
  private static final int MOST_DRAWS = 3;

  private final Transactions transactions;
  private final OrderRows orders;
  private final OrderNumbers numbers;
  private final AuditStreams streams;
  private final InstantSource clock;
  private final Counters counters;

  /** A booking desk; {@code orders} tells who holds a request id. */
  public OrderBooking(
      Transactions transactions,
      OrderRows orders,
      OrderNumbers numbers,
      AuditStreams streams,
      InstantSource clock,
      Counters counters) {
    this.transactions = transactions;
    this.orders = orders;
    this.numbers = numbers;
    this.streams = streams;
    this.clock = clock;
    this.counters = counters;
  }

  /** Rolls the transaction of a booking back, with the result that it came to. */
  private static final class SoldOutMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String ticketTypeCode;

    SoldOutMeanwhile(String ticketTypeCode) {
      super("sold out: " + ticketTypeCode);
      this.ticketTypeCode = ticketTypeCode;
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
    try {
      return drawAndBook(draft, beforeSoldOut, deadline);
    } catch (CommitUnknown e) {
      return settle(draft, deadline, e);
    }
  }

  /**
   * Books once more after a commit whose answer was lost. Tickets that ran out meanwhile are no
   * reason to give the payment back: where several nodes take writes, the lost commit may still
   * reach this one, with an order that the payment belongs to.
   */
  private BookingResult settle(OrderDraft draft, Deadline deadline, CommitUnknown lost) {
    Runnable refuse =
        () -> {
          throw new BookingFailed("a commit's answer was lost, and tickets ran out since", lost);
        };
    try {
      BookingResult result = drawAndBook(draft, refuse, deadline);
      counters.count(EventCounter.COMMIT_RESOLVED);
      return result;
    } catch (CommitUnknown e) {
      e.addSuppressed(lost);
      throw new BookingFailed("the answers to two commits of an order were lost", e);
    }
  }

  /** Draws other numbers when they collide with those of another order. */
  private BookingResult drawAndBook(OrderDraft draft, Runnable beforeSoldOut, Deadline deadline) {
    for (int draw = 1; draw <= MOST_DRAWS; draw++) {
      Optional<BookingResult> result = bookWithOneDraw(draft, beforeSoldOut, deadline);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new BookingFailed("random numbers collided " + MOST_DRAWS + " times", null);
  }

  /** Empty when random numbers collided. */
  private Optional<BookingResult> bookWithOneDraw(
      OrderDraft draft, Runnable beforeSoldOut, Deadline deadline) {
    try (AuditStream audit = streams.take()) {
      BookingResult booked =
          transactions.run(deadline, connection -> write(connection, draft, beforeSoldOut, audit));
      audit.committed();
      return Optional.of(booked);
    } catch (SoldOutMeanwhile e) {
      return Optional.of(new BookingResult.SoldOut(e.ticketTypeCode));
    } catch (TransactionFailed e) {
      throw new BookingFailed("an order was not booked: " + e.getMessage(), e);
    } catch (SQLException e) {
      if (e.getErrorCode() != DUPLICATE_KEY) {
        throw new BookingFailed("an order was not booked", e);
      }
      return isTaken(draft) ? Optional.of(new BookingResult.RequestIdTaken()) : Optional.empty();
    }
  }

  private boolean isTaken(OrderDraft draft) {
    try {
      return orders.findByRequestId(draft.buyer().requestId()).isPresent();
    } catch (SQLException e) {
      throw new BookingFailed("nobody can tell who holds a request id", e);
    }
  }

  private BookingResult write(
      Connection connection, OrderDraft draft, Runnable beforeSoldOut, AuditStream audit)
      throws SQLException {
    Order order = draft.numbered(numbers, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    BookingStatements statements = new BookingStatements(connection, draft, order, audit);
    long id = statements.insert();
    Optional<String> soldOut = statements.takeFromStock();
    if (soldOut.isPresent()) {
      // From here on it is sold out, however the transaction ends: the payment may be void.
      beforeSoldOut.run();
      throw new SoldOutMeanwhile(soldOut.get());
    }
    return new BookingResult.Booked(
        new StoredOrder(id, draft.buyer().requestDigest(), draft.payment().paymentId(), order));
  }
}
