package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.payments.Card;
import java.util.List;

/** A purchase as it was sent, valid or not; what was missing is blank, 0 or {@link Card#NONE}. */
public record PurchaseRequest(
    String requestId, long customerId, String eventCode, List<Line> lines, Card card) {

  public PurchaseRequest {
    lines = List.copyOf(lines);
  }

  /** One wanted ticket type. */
  public record Line(String ticketTypeCode, int quantity) {}
}
