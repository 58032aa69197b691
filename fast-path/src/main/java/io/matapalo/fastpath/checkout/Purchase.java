package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.PurchaseFactRows;
import io.matapalo.fastpath.checkout.sale.PurchaseFacts;
import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.checkout.sale.Quote;
import io.matapalo.fastpath.checkout.sale.Quotes;
import io.matapalo.fastpath.checkout.sale.Refusal;
import io.matapalo.fastpath.checkout.sale.RequestChecks;
import io.matapalo.fastpath.checkout.sale.SaleChecks;
import io.matapalo.fastpath.events.Event;
import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderDraft;
import io.matapalo.fastpath.orders.StoredOrder;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.payments.Authorisation;
import io.matapalo.fastpath.payments.PaymentProvider;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operation {@code purchase}. Blocks. Thread-safe. A repeat under the same request id is safe
 * at any point: the payment by its key, the order by its unique request id, the capture by nature.
 */
public final class Purchase {

  private static final Logger LOG = LoggerFactory.getLogger(Purchase.class);

  private final PurchaseFactRows facts;
  private final Quotes quotes;
  private final PaymentProvider payments;
  private final OrderBooking booking;
  private final PlacedOrders placed;
  private final Refusals refusals;

  public Purchase(
      PurchaseFactRows facts,
      Quotes quotes,
      PaymentProvider payments,
      OrderBooking booking,
      PlacedOrders placed,
      Refusals refusals) {
    this.facts = facts;
    this.quotes = quotes;
    this.payments = payments;
    this.booking = booking;
    this.placed = placed;
    this.refusals = refusals;
  }

  CheckoutOutcome run(PurchaseRequest request, Deadline deadline) throws SQLException {
    Optional<Refusal> problem = RequestChecks.firstProblem(request);
    if (problem.isPresent()) {
      return new CheckoutOutcome.Refused(problem.get());
    }
    PurchaseFacts known = facts.look(request, deadline);
    if (known.holdsRequestId()) {
      return repeat(request, known, deadline);
    }
    Optional<Refusal> refusal = SaleChecks.firstProblem(request, known);
    return refusal.isPresent()
        ? refusals.refuse(request, refusal.get())
        : sell(request, known, deadline);
  }

  private CheckoutOutcome sell(PurchaseRequest request, PurchaseFacts known, Deadline deadline)
      throws SQLException {
    Event event = known.event().orElseThrow();
    Quote quote;
    try {
      quote = quotes.quote(request, event, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("tax unknown event={} reason={}", event.code(), e.getMessage());
      return refusals.refuse(request, Refusal.taxUnavailable());
    }
    Authorisation authorisation;
    try {
      authorisation = authorise(request, quote, event, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("payment provider unavailable reason={}", e.getMessage());
      return refusals.refuse(request, Refusal.providerUnavailable());
    }
    return switch (authorisation) {
      case Authorisation.Refused refused ->
          refusals.refuse(request, Refusal.declined(refused.reason()));
      case Authorisation.KeyReused _ -> refusals.refuse(request, Refusal.requestIdConflict());
      case Authorisation.Granted granted ->
          book(request, known, draft(request, event, quote, granted), deadline);
    };
  }

  private Authorisation authorise(
      PurchaseRequest request, Quote quote, Event event, Deadline deadline) {
    BigDecimal total = quote.totals().total();
    return payments.authorise(
        request.requestId(), total, event.currency(), request.card(), deadline);
  }

  private CheckoutOutcome book(
      PurchaseRequest request, PurchaseFacts known, OrderDraft draft, Deadline deadline)
      throws SQLException {
    Runnable giveBack = () -> giveBack(draft.payment().paymentId(), deadline);
    return switch (booking.book(draft, giveBack, deadline)) {
      case BookingResult.Booked booked -> placed.finish(booked.order(), known, deadline);
      case BookingResult.SoldOut soldOut ->
          refusals.refuse(request, Refusal.soldOut(soldOut.ticketTypeCode()));
      // The payment is the other order's too: it must not be given back.
      case BookingResult.RequestIdTaken _ -> repeat(request, known, deadline);
    };
  }

  /** The order that holds the request id, finished if need be; or the conflict. */
  private CheckoutOutcome repeat(PurchaseRequest request, PurchaseFacts known, Deadline deadline)
      throws SQLException {
    Optional<StoredOrder> same = placed.of(request);
    return same.isPresent()
        ? placed.finish(same.get(), known, deadline)
        : refusals.refuse(request, Refusal.requestIdConflict());
  }

  private void giveBack(String paymentId, Deadline deadline) {
    try {
      payments.giveBack(paymentId, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("payment not voided, it lapses payment={} reason={}", paymentId, e.getMessage());
    }
  }

  private static OrderDraft draft(
      PurchaseRequest request, Event event, Quote quote, Authorisation.Granted granted) {
    OrderDraft.Buyer buyer =
        new OrderDraft.Buyer(request.customerId(), request.requestId(), request.digest());
    OrderDraft.Payment payment =
        new OrderDraft.Payment(
            granted.paymentId(), granted.code(), request.card().number().lastFour());
    return new OrderDraft(buyer, event, quote.lines(), quote.totals(), payment);
  }
}
