package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.catalogue.TicketType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** An authorised purchase that is to become an order; it has no numbers yet. Immutable. */
public record OrderDraft(
    Buyer buyer, Event event, List<Line> lines, Order.Totals totals, Payment payment) {

  public OrderDraft {
    lines = List.copyOf(lines);
  }

  /** Who buys, by which request. */
  public record Buyer(long customerId, String requestId, String requestDigest) {}

  /** What the provider gave, and the part of the card that may be stored. */
  public record Payment(String paymentId, String authorisationCode, String cardLastFour) {}

  /** One line with its price. */
  public record Line(TicketType type, int quantity, BigDecimal amount) {

    private OrderLine numbered(OrderNumbers numbers) {
      List<String> tickets = Stream.generate(numbers::nextTicket).limit(quantity).toList();
      return new OrderLine(type.code(), quantity, type.unitPrice(), amount, tickets);
    }
  }

  /** All tickets of all lines. */
  public int tickets() {
    return lines.stream().mapToInt(Line::quantity).sum();
  }

  /** The order, not yet paid, with numbers drawn for it and its tickets. */
  Order numbered(OrderNumbers numbers, Instant createdAt) {
    return new Order(
        numbers.nextReference(),
        buyer.requestId(),
        buyer.customerId(),
        event.code(),
        event.name(),
        Order.AUTHORISED,
        event.currency(),
        totals,
        payment.cardLastFour(),
        payment.authorisationCode(),
        createdAt,
        lines.stream().map(line -> line.numbered(numbers)).toList());
  }
}
