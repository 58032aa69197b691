package io.matapalo.fastpath.checkout.sale;

/** Why a request is refused, in the contract's words. Immutable. */
public record Refusal(FaultCode code, String message) {

  /** The request breaks one of the checks 1 to 6. */
  public static Refusal invalid(String message) {
    return new Refusal(FaultCode.INVALID_REQUEST, message);
  }

  /** Another purchase holds the request id. */
  public static Refusal requestIdConflict() {
    return new Refusal(FaultCode.REQUEST_ID_CONFLICT, "requestId was used for another purchase");
  }

  static Refusal unknownEvent(String code) {
    return new Refusal(FaultCode.UNKNOWN_EVENT, "no event on sale with code " + code);
  }

  /** Too few tickets are left. */
  public static Refusal soldOut(String ticketTypeCode) {
    return new Refusal(FaultCode.SOLD_OUT, "not enough tickets of type " + ticketTypeCode);
  }

  /** The provider does not charge the card. */
  public static Refusal declined(String reason) {
    return new Refusal(FaultCode.CARD_DECLINED, "the card was declined: " + reason);
  }

  /** It is not known what the provider did. */
  public static Refusal providerUnavailable() {
    return new Refusal(
        FaultCode.VENDOR_UNAVAILABLE,
        "the payment provider does not answer, try again with the same requestId");
  }

  /** Neither table nor service knows the tax. */
  public static Refusal taxUnavailable() {
    return new Refusal(
        FaultCode.VENDOR_UNAVAILABLE,
        "the tax service does not answer, try again with the same requestId");
  }
}
