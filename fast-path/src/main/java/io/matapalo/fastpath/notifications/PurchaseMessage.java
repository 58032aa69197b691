package io.matapalo.fastpath.notifications;

import io.matapalo.fastpath.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * That an order is paid, in the words of docs/turnstile.md. Immutable; its text form shows nothing
 * of the person.
 */
public record PurchaseMessage(String to, String orderReference, String text) {

  /** What an order's message says of it. */
  record Content(
      String orderReference,
      String eventName,
      List<Part> parts,
      BigDecimal total,
      String currency) {

    Content {
      parts = List.copyOf(parts);
    }
  }

  /** So many tickets of a type. */
  record Part(String ticketTypeCode, int quantity) {}

  public static PurchaseMessage of(Order order, Recipient recipient) {
    List<Part> parts =
        order.lines().stream()
            .map(line -> new Part(line.ticketTypeCode(), line.quantity()))
            .toList();
    return of(
        new Content(
            order.orderReference(),
            order.eventName(),
            parts,
            order.totals().total(),
            order.currency()),
        recipient);
  }

  static PurchaseMessage of(Content content, Recipient recipient) {
    String tickets =
        content.parts().stream()
            .map(part -> part.quantity() + " x " + part.ticketTypeCode())
            .collect(Collectors.joining(", "));
    String text =
        "Dear %s, your order %s for %s: %s; total %s %s."
            .formatted(
                recipient.name(),
                content.orderReference(),
                content.eventName(),
                tickets,
                content.total().toPlainString(),
                content.currency());
    return new PurchaseMessage(recipient.email(), content.orderReference(), text);
  }

  @Override
  public String toString() {
    return "PurchaseMessage[" + orderReference + "]";
  }
}
