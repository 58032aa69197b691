package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.provider.Card;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The contract's checks 1 to 6, which need nothing but the request, in its order. Pure. */
public final class PurchaseChecks {

  private static final int MAX_LINES = 20;
  private static final int MAX_QUANTITY = 10;
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2099;

  private PurchaseChecks() {}

  /**
   * Looks at each value.
   *
   * @throws Refused for the first that breaks a rule
   */
  public static void check(PurchaseRequest request) {
    RequestChecks.requestId(request.requestId());
    RequestChecks.positive("customerId", request.customerId());
    RequestChecks.notBlank("eventCode", request.eventCode());
    checkLines(request.lines());
    checkCard(request.card());
  }

  private static void checkLines(List<PurchaseRequest.Line> lines) {
    if (lines.isEmpty() || lines.size() > MAX_LINES) {
      throw Refused.invalid("a purchase has 1 to 20 lines, was " + lines.size());
    }
    Set<String> seen = new HashSet<>();
    for (PurchaseRequest.Line line : lines) {
      RequestChecks.notBlank("ticketTypeCode", line.ticketTypeCode());
      if (!seen.add(line.ticketTypeCode())) {
        throw Refused.invalid("ticketTypeCode must not repeat: " + line.ticketTypeCode());
      }
      RequestChecks.between("quantity", 1, MAX_QUANTITY, line.quantity());
    }
  }

  private static void checkCard(Card card) {
    if (!card.number().isValid()) {
      throw Refused.invalid("card number must be 12 to 19 digits");
    }
    RequestChecks.between("expiryMonth", 1, 12, card.expiryMonth());
    RequestChecks.between("expiryYear", FIRST_YEAR, LAST_YEAR, card.expiryYear());
    RequestChecks.notBlank("card holder", card.holder());
  }
}
