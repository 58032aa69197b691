package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.provider.Card;
import io.matapalo.fastpath.stock.TicketLines;

/** The contract's checks 1 to 6, which need nothing but the request, in its order. Pure. */
public final class PurchaseChecks {

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
    TicketLines.check("a purchase", request.lines());
    checkCard(request.card());
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
