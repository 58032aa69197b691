package io.matapalo.fastpath.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** An order as the client sees it. Immutable. */
public record Order(
    String orderReference,
    String requestId,
    long customerId,
    String eventCode,
    String eventName,
    String status,
    String currency,
    Totals totals,
    String cardLastFour,
    String authorisationCode,
    Instant createdAt,
    List<OrderLine> lines) {

  /** Status of a booked order whose money is not yet taken. */
  public static final String AUTHORISED = "AUTHORISED";

  /** Status of an order whose money is taken. */
  public static final String PAID = "PAID";

  /** Status of an order that was given back whole. */
  public static final String REFUNDED = "REFUNDED";

  public Order {
    lines = List.copyOf(lines);
  }

  /** The same order in another status. */
  Order with(String changed) {
    return with(changed, lines);
  }

  Order with(List<OrderLine> known) {
    return with(status, known);
  }

  private Order with(String changed, List<OrderLine> known) {
    return new Order(
        orderReference,
        requestId,
        customerId,
        eventCode,
        eventName,
        changed,
        currency,
        totals,
        cardLastFour,
        authorisationCode,
        createdAt,
        known);
  }

  /** The sums, each of two places; {@code total} is the sum of the others. */
  public record Totals(BigDecimal subtotal, BigDecimal fees, BigDecimal tax) {

    public BigDecimal total() {
      return subtotal.add(fees).add(tax);
    }
  }
}
