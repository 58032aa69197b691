package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderDraft;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.taxes.RateTable;
import io.matapalo.fastpath.taxes.TaxRates;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.util.List;

/** Says what a purchase costs. Blocks when the tax must be asked for. Thread-safe. */
public final class Quotes {

  private final RateTable taxes;

  public Quotes(RateTable taxes) {
    this.taxes = taxes;
  }

  /**
   * The quote for a purchase whose ticket types are all the event's.
   *
   * @throws VendorUnavailable when nobody knows the tax
   */
  public Quote quote(PurchaseRequest request, Event event, Deadline deadline) {
    List<OrderDraft.Line> lines = Pricing.lines(request, event);
    BigDecimal subtotal = Pricing.subtotal(lines);
    int tickets = lines.stream().mapToInt(OrderDraft.Line::quantity).sum();
    BigDecimal fees = Pricing.fees(event.feeRules(), subtotal, tickets);
    TaxRates.Key key = new TaxRates.Key(event.taxRegion(), event.taxCategory());
    BigDecimal tax = taxes.taxOn(subtotal.add(fees), key, deadline);
    return new Quote(lines, new Order.Totals(subtotal, fees, tax));
  }
}
