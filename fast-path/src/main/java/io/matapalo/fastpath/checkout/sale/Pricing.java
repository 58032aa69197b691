package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.catalogue.FeeRule;
import io.matapalo.fastpath.orders.OrderDraft;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The contract's arithmetic: two places, each step rounded half up. Pure. */
final class Pricing {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Pricing() {}

  /** The lines with their amounts; all ticket types must be the event's. */
  static List<OrderDraft.Line> lines(PurchaseRequest request, Event event) {
    return request.lines().stream()
        .map(line -> {
          var type = event.ticketType(line.ticketTypeCode()).orElseThrow();
          BigDecimal amount = type.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
          return new OrderDraft.Line(type, line.quantity(), round(amount));
        })
        .toList();
  }

  static BigDecimal subtotal(List<OrderDraft.Line> lines) {
    return round(
        lines.stream().map(OrderDraft.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  static BigDecimal fees(List<FeeRule> rules, BigDecimal subtotal, int tickets) {
    BigDecimal fees = BigDecimal.ZERO;
    for (FeeRule rule : rules) {
      BigDecimal fee =
          switch (rule.kind()) {
            case PERCENT ->
                subtotal.multiply(rule.amount()).divide(HUNDRED, 2, RoundingMode.HALF_UP);
            case PER_TICKET -> round(rule.amount().multiply(BigDecimal.valueOf(tickets)));
          };
      fees = fees.add(fee);
    }
    return round(fees);
  }

  private static BigDecimal round(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }
}
