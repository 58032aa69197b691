package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.catalogue.TicketType;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.stock.StockCount;
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

    private OrderLine numbered(ReferenceCodes codes) {
      List<String> tickets = Stream.generate(() -> codes.next("K-")).limit(quantity).toList();
      return new OrderLine(type.code(), quantity, type.unitPrice(), amount, tickets);
    }
  }

  /** What it takes from stock, in the order of the lines. */
  List<StockCount> stock() {
    return lines.stream().map(line -> new StockCount(line.type().id(), line.quantity())).toList();
  }

  /** The code of one of its ticket types. */
  String codeOf(long ticketTypeId) {
    return lines.stream()
        .map(Line::type)
        .filter(type -> type.id() == ticketTypeId)
        .findFirst()
        .orElseThrow()
        .code();
  }

  /** All tickets of all lines. */
  public int tickets() {
    return lines.stream().mapToInt(Line::quantity).sum();
  }

  /** The order, not yet paid, with numbers drawn for it and its tickets. */
  Order numbered(ReferenceCodes codes, Instant createdAt) {
    return new Order(
        codes.next("T-"),
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
        lines.stream().map(line -> line.numbered(codes)).toList());
  }
}
