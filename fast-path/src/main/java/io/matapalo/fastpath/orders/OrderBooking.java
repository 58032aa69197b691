package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.pacing.Backoff;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Books an authorised purchase in one transaction, repeated as a whole on a write conflict. Blocks.
 * Thread-safe.
 *
 * <p>A commit whose answer was lost is neither a success nor a failure. The next attempt decides
 * it: the request id is unique, so its insert waits for a commit under way, and then finds the
 * order or takes its place.
 */
public final class OrderBooking {

  private final DataSource dataSource;
  private final OrderRows orders;
  private final OrderNumbers numbers;
  private final InstantSource clock;
  private final RetryPolicy retries;
  private final Counters counters;

  /** A booking desk on {@code dataSource}. */
  public OrderBooking(
      DataSource dataSource,
      OrderNumbers numbers,
      InstantSource clock,
      RetryPolicy retries,
      Counters counters) {
    this.dataSource = dataSource;
    this.orders = new OrderRows(dataSource);
    this.numbers = numbers;
    this.clock = clock;
    this.retries = retries;
    this.counters = counters;
  }

  /**
   * Books {@code draft}; {@code beforeSoldOut} runs when tickets ran out, while the transaction
   * still holds the request id: nobody else can have begun to book with the same payment.
   *
   * @throws BookingFailed when attempts, budget or time ran out
   */
  public BookingResult book(OrderDraft draft, Runnable beforeSoldOut, Deadline deadline) {
    retries.budget().onCall();
    Backoff backoff = retries.newBackoff();
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<BookingResult> result = attempt(draft, beforeSoldOut);
        if (result.isPresent()) {
          return result.get();
        }
      } catch (SQLException e) {
        if (!mayRepeat(e) || !retries.allows(attempt, deadline)) {
          throw new BookingFailed("an order was not booked after " + attempt + " attempts", e);
        }
      }
      counters.count(EventCounter.TRANSACTION_RETRY);
      retries.pause().of(deadline.atMost(backoff.next()));
    }
  }

  /** Lost links too: before the commit nothing is done, at the commit the next attempt decides. */
  private static boolean mayRepeat(SQLException e) {
    return Conflict.of(e) == Conflict.REPEATABLE || Conflict.isLinkLoss(e);
  }

  /** One transaction; empty when random numbers collided and others must be drawn. */
  private Optional<BookingResult> attempt(OrderDraft draft, Runnable beforeSoldOut)
      throws SQLException {
    Order order = number(draft);
    try (Transaction transaction = Transaction.begin(dataSource)) {
      return Optional.of(transact(transaction, draft, order, beforeSoldOut));
    } catch (SQLException e) {
      if (Conflict.of(e) != Conflict.DUPLICATE_KEY) {
        throw e;
      }
    }
    boolean taken = orders.findByRequestId(draft.buyer().requestId()).isPresent();
    return taken ? Optional.of(new BookingResult.RequestIdTaken()) : Optional.empty();
  }

  private static BookingResult transact(
      Transaction transaction, OrderDraft draft, Order order, Runnable beforeSoldOut)
      throws SQLException {
    BookingStatements statements = new BookingStatements(transaction.connection(), draft, order);
    long id = statements.insert();
    Optional<String> soldOut = statements.takeFromStock();
    if (soldOut.isPresent()) {
      // From here on it is sold out, however the transaction ends: the payment may be void.
      beforeSoldOut.run();
      return new BookingResult.SoldOut(soldOut.get());
    }
    transaction.commit();
    return new BookingResult.Booked(
        new StoredOrder(id, draft.buyer().requestDigest(), draft.payment().paymentId(), order));
  }

  private Order number(OrderDraft draft) {
    List<OrderLine> lines = draft.lines().stream().map(this::number).toList();
    return new Order(
        numbers.nextReference(),
        draft.buyer().requestId(),
        draft.buyer().customerId(),
        draft.event().code(),
        draft.event().name(),
        Order.AUTHORISED,
        draft.event().currency(),
        draft.totals(),
        draft.payment().cardLastFour(),
        draft.payment().authorisationCode(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        lines);
  }

  private OrderLine number(OrderDraft.Line line) {
    List<String> tickets = Stream.generate(numbers::nextTicket).limit(line.quantity()).toList();
    return new OrderLine(
        line.type().code(), line.quantity(), line.type().unitPrice(), line.amount(), tickets);
  }
}
