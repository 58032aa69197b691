package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.operation.RequestDigest;
import io.matapalo.fastpath.provider.Card;
import io.matapalo.fastpath.stock.TicketLine;
import io.matapalo.fastpath.stock.TicketLines;
import java.util.List;

/** A purchase as it was sent, valid or not; what was missing is blank, 0 or {@link Card#NONE}. */
public record PurchaseRequest(
    String requestId, long customerId, String eventCode, List<TicketLine> lines, Card card) {

  public PurchaseRequest {
    lines = List.copyOf(lines);
  }

  /**
   * What tells two purchases under one request id apart: SHA-256 in lower-case hex over customer,
   * event, lines and the card's last four digits.
   */
  public String digest() {
    String bought = TicketLines.text(lines);
    return RequestDigest.of(
        customerId + "|" + eventCode + "|" + bought + "|" + card.number().lastFour());
  }
}
