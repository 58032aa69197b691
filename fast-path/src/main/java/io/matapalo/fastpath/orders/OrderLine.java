package io.matapalo.fastpath.orders;

import java.math.BigDecimal;
import java.util.List;

/** One line of an order, its tickets in order. Immutable. */
public record OrderLine(
    String ticketTypeCode,
    int quantity,
    BigDecimal unitPrice,
    BigDecimal amount,
    List<String> ticketNumbers) {

  public OrderLine {
    ticketNumbers = List.copyOf(ticketNumbers);
  }

  OrderLine with(List<String> numbers) {
    return new OrderLine(ticketTypeCode, quantity, unitPrice, amount, numbers);
  }
}
