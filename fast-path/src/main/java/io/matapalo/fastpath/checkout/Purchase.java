package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.events.Event;
import io.matapalo.fastpath.notifications.PurchaseMessage;
import io.matapalo.fastpath.orders.AuditEntry;
import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderDraft;
import io.matapalo.fastpath.orders.StoredOrder;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.payments.Authorisation;
import io.matapalo.fastpath.taxes.TaxRates;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operation {@code purchase}. Blocks. Thread-safe. A repeat under the same request id is safe
 * at any point: the payment by its key, the order by its unique request id, the capture by nature.
 */
public final class Purchase {

  private static final Logger LOG = LoggerFactory.getLogger(Purchase.class);

  private final PurchaseSteps steps;

  public Purchase(PurchaseSteps steps) {
    this.steps = steps;
  }

  CheckoutOutcome run(PurchaseRequest request, Deadline deadline) throws SQLException {
    Optional<Refusal> problem = RequestChecks.firstProblem(request);
    if (problem.isPresent()) {
      return new CheckoutOutcome.Refused(problem.get());
    }
    Optional<Event> event = steps.reading().events().find(request.eventCode(), deadline);
    PurchaseFacts facts =
        steps.reading().facts().look(request, SaleChecks.ticketTypeIds(request, event));
    if (facts.holdsRequestId()) {
      return repeat(request, facts, deadline);
    }
    Optional<Refusal> refusal = SaleChecks.firstProblem(request, event, facts);
    return refusal.isPresent()
        ? refuse(request, refusal.get())
        : sell(request, facts, event.orElseThrow(), deadline);
  }

  private CheckoutOutcome sell(
      PurchaseRequest request, PurchaseFacts facts, Event event, Deadline deadline)
      throws SQLException {
    List<OrderDraft.Line> lines = Pricing.lines(request, event);
    Order.Totals totals;
    try {
      totals = totals(lines, event, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("tax unknown event={} reason={}", event.code(), e.getMessage());
      return refuse(request, Refusal.taxUnavailable());
    }
    Authorisation authorisation;
    try {
      authorisation = authorise(request, totals.total(), event.currency(), deadline);
    } catch (VendorUnavailable e) {
      return refuseUnavailable(request, e);
    }
    return switch (authorisation) {
      case Authorisation.Refused refused -> refuse(request, Refusal.declined(refused.reason()));
      case Authorisation.KeyReused _ -> refuse(request, Refusal.requestIdConflict());
      case Authorisation.Granted granted ->
          book(
              request,
              facts,
              new OrderDraft(buyer(request), event, lines, totals, payment(request, granted)),
              deadline);
    };
  }

  private Order.Totals totals(List<OrderDraft.Line> lines, Event event, Deadline deadline) {
    BigDecimal subtotal = Pricing.subtotal(lines);
    int tickets = lines.stream().mapToInt(OrderDraft.Line::quantity).sum();
    BigDecimal fees = Pricing.fees(event.feeRules(), subtotal, tickets);
    TaxRates.Key key = new TaxRates.Key(event.taxRegion(), event.taxCategory());
    BigDecimal tax = steps.vendors().taxes().taxOn(subtotal.add(fees), key, deadline);
    return new Order.Totals(subtotal, fees, tax);
  }

  private Authorisation authorise(
      PurchaseRequest request, BigDecimal total, String currency, Deadline deadline) {
    return steps
        .vendors()
        .payments()
        .authorise(request.requestId(), total, currency, request.card(), deadline);
  }

  private CheckoutOutcome book(
      PurchaseRequest request, PurchaseFacts facts, OrderDraft draft, Deadline deadline)
      throws SQLException {
    Runnable giveBack = () -> giveBack(draft.payment().paymentId(), deadline);
    return switch (steps.writing().booking().book(draft, giveBack, deadline)) {
      case BookingResult.Booked booked -> settle(booked.order(), facts, deadline);
      case BookingResult.SoldOut soldOut ->
          refuse(request, Refusal.soldOut(soldOut.ticketTypeCode()));
      // The payment is the other order's too: it must not be given back.
      case BookingResult.RequestIdTaken _ -> repeat(request, facts, deadline);
    };
  }

  /** The order that holds the request id, finished if need be; or the conflict. */
  private CheckoutOutcome repeat(PurchaseRequest request, PurchaseFacts facts, Deadline deadline)
      throws SQLException {
    StoredOrder order = steps.reading().orders().findByRequestId(request.requestId()).orElseThrow();
    boolean same =
        order.order().requestId().equals(request.requestId())
            && order.requestDigest().equals(RequestDigest.of(request));
    return same ? settle(order, facts, deadline) : refuse(request, Refusal.requestIdConflict());
  }

  private CheckoutOutcome settle(StoredOrder order, PurchaseFacts facts, Deadline deadline)
      throws SQLException {
    try {
      Order paid = steps.writing().settlement().settle(order, deadline).order();
      if (order.awaitsCapture()) {
        tell(facts, paid);
      }
      return new CheckoutOutcome.Accepted(paid);
    } catch (VendorUnavailable e) {
      // Booked and recorded as accepted: the client is asked to come back, not refused.
      LOG.warn("capture is left to a repeat or the sweeper reason={}", e.getMessage());
      return new CheckoutOutcome.Refused(Refusal.providerUnavailable());
    }
  }

  /** The order is of the request's customer, whom the facts are about. */
  private void tell(PurchaseFacts facts, Order order) {
    facts
        .customer()
        .map(buyer -> PurchaseMessage.of(order, buyer.recipient()))
        .ifPresent(steps.vendors().notifications()::send);
  }

  private void giveBack(String paymentId, Deadline deadline) {
    try {
      steps.vendors().payments().giveBack(paymentId, deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("payment not voided, it lapses payment={} reason={}", paymentId, e.getMessage());
    }
  }

  private CheckoutOutcome refuseUnavailable(PurchaseRequest request, VendorUnavailable cause)
      throws SQLException {
    LOG.warn("payment provider unavailable reason={}", cause.getMessage());
    return refuse(request, Refusal.providerUnavailable());
  }

  private CheckoutOutcome refuse(PurchaseRequest request, Refusal refusal) throws SQLException {
    boolean unknown = refusal.code() == FaultCode.UNKNOWN_CUSTOMER;
    OptionalLong customer = unknown ? OptionalLong.empty() : OptionalLong.of(request.customerId());
    steps
        .writing()
        .audit()
        .write(
            AuditEntry.refused(
                steps.clock().instant(), customer, request.requestId(), refusal.code().name()));
    return new CheckoutOutcome.Refused(refusal);
  }

  private static OrderDraft.Buyer buyer(PurchaseRequest request) {
    return new OrderDraft.Buyer(
        request.customerId(), request.requestId(), RequestDigest.of(request));
  }

  private static OrderDraft.Payment payment(
      PurchaseRequest request, Authorisation.Granted granted) {
    return new OrderDraft.Payment(
        granted.paymentId(), granted.code(), request.card().number().lastFour());
  }
}
