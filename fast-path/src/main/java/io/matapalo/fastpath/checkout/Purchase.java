package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.checkout.sale.PurchaseChecks;
import io.matapalo.fastpath.checkout.sale.PurchaseFactRows;
import io.matapalo.fastpath.checkout.sale.PurchaseFacts;
import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.checkout.sale.Quote;
import io.matapalo.fastpath.checkout.sale.Quotes;
import io.matapalo.fastpath.checkout.sale.SaleChecks;
import io.matapalo.fastpath.checkout.sale.SaleRefusal;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderDraft;
import io.matapalo.fastpath.orders.StoredOrder;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.provider.Authorisation;
import io.matapalo.fastpath.provider.PaymentProvider;
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

  Order run(PurchaseRequest request, Deadline deadline) throws SQLException {
    PurchaseChecks.check(request);
    PurchaseFacts known = facts.look(request, deadline);
    if (known.holdsRequestId()) {
      return repeat(request, known, deadline);
    }
    Optional<Refused> refusal = SaleChecks.firstProblem(request, known);
    if (refusal.isPresent()) {
      throw refusals.recorded(request, refusal.get());
    }
    return sell(request, known, deadline);
  }

  private Order sell(PurchaseRequest request, PurchaseFacts known, Deadline deadline)
      throws SQLException {
    Event event = known.event().orElseThrow();
    Quote quote;
    try {
      quote = quotes.quote(request, event, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("tax unknown event={} reason={}", event.code(), e.getMessage());
      throw refusals.recorded(request, SaleRefusal.taxUnavailable());
    }
    Authorisation authorisation;
    try {
      authorisation = authorise(request, quote, event, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("payment provider unavailable reason={}", e.getMessage());
      throw refusals.recorded(request, SaleRefusal.providerUnavailable());
    }
    return switch (authorisation) {
      case Authorisation.Refused refused ->
          throw refusals.recorded(request, SaleRefusal.declined(refused.reason()));
      case Authorisation.KeyReused _ ->
          throw refusals.recorded(request, SaleRefusal.requestIdConflict());
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

  private Order book(
      PurchaseRequest request, PurchaseFacts known, OrderDraft draft, Deadline deadline)
      throws SQLException {
    Runnable giveBack = () -> giveBack(draft.payment().paymentId(), deadline);
    return switch (booking.book(draft, giveBack, deadline)) {
      case BookingResult.Booked booked -> placed.finish(booked.order(), known, deadline);
      case BookingResult.SoldOut soldOut ->
          throw refusals.recorded(request, SaleRefusal.soldOut(soldOut.ticketTypeCode()));
      // The payment is the other order's too: it must not be given back.
      case BookingResult.RequestIdTaken _ -> repeat(request, known, deadline);
    };
  }

  /** The order that holds the request id, finished if need be; or the conflict. */
  private Order repeat(PurchaseRequest request, PurchaseFacts known, Deadline deadline)
      throws SQLException {
    Optional<StoredOrder> same = placed.of(request);
    if (same.isEmpty()) {
      throw refusals.recorded(request, SaleRefusal.requestIdConflict());
    }
    return placed.finish(same.get(), known, deadline);
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
