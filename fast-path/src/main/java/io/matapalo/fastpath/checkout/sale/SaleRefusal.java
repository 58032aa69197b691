package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;

/** Why a purchase is refused, in the contract's words. Pure. */
public final class SaleRefusal {

  private SaleRefusal() {}

  /** Another purchase holds the request id. */
  public static Refused requestIdConflict() {
    return new Refused(FaultCode.REQUEST_ID_CONFLICT, "requestId was used for another purchase");
  }

  static Refused unknownCustomer(long customerId) {
    return new Refused(FaultCode.UNKNOWN_CUSTOMER, "no active customer " + customerId);
  }

  static Refused unknownEvent(String code) {
    return new Refused(FaultCode.UNKNOWN_EVENT, "no event on sale with code " + code);
  }

  static Refused unknownTicketType(String eventCode, String code) {
    return new Refused(
        FaultCode.UNKNOWN_TICKET_TYPE, "event " + eventCode + " has no ticket type " + code);
  }

  /** Too few tickets are left. */
  public static Refused soldOut(String ticketTypeCode) {
    return new Refused(FaultCode.SOLD_OUT, "not enough tickets of type " + ticketTypeCode);
  }

  /** The provider does not charge the card. */
  public static Refused declined(String reason) {
    return new Refused(FaultCode.CARD_DECLINED, "the card was declined: " + reason);
  }

  /** It is not known what the provider did. */
  public static Refused providerUnavailable() {
    return new Refused(
        FaultCode.VENDOR_UNAVAILABLE,
        "the payment provider does not answer, try again with the same requestId");
  }

  /** Neither table nor service knows the tax. */
  public static Refused taxUnavailable() {
    return new Refused(
        FaultCode.VENDOR_UNAVAILABLE,
        "the tax service does not answer, try again with the same requestId");
  }
}
