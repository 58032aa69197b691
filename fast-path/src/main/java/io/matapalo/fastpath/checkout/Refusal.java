package io.matapalo.fastpath.checkout;

/** Why a request is refused, in the contract's words. Immutable. */
public record Refusal(FaultCode code, String message) {

  static Refusal invalid(String message) {
    return new Refusal(FaultCode.INVALID_REQUEST, message);
  }

  static Refusal requestIdConflict() {
    return new Refusal(FaultCode.REQUEST_ID_CONFLICT, "requestId was used for another purchase");
  }

  static Refusal unknownEvent(String code) {
    return new Refusal(FaultCode.UNKNOWN_EVENT, "no event on sale with code " + code);
  }

  static Refusal soldOut(String ticketTypeCode) {
    return new Refusal(FaultCode.SOLD_OUT, "not enough tickets of type " + ticketTypeCode);
  }

  static Refusal declined(String reason) {
    return new Refusal(FaultCode.CARD_DECLINED, "the card was declined: " + reason);
  }

  static Refusal providerUnavailable() {
    return new Refusal(
        FaultCode.VENDOR_UNAVAILABLE,
        "the payment provider does not answer, try again with the same requestId");
  }

  static Refusal taxUnavailable() {
    return new Refusal(
        FaultCode.VENDOR_UNAVAILABLE,
        "the tax service does not answer, try again with the same requestId");
  }
}
