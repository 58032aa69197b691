package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderDraft;
import java.util.List;

/** What a purchase costs, line by line and in sum. Immutable. */
public record Quote(List<OrderDraft.Line> lines, Order.Totals totals) {

  public Quote {
    lines = List.copyOf(lines);
  }
}
