package io.matapalo.perf.chain;

import java.util.List;

/**
 * What every SOAP client must manage, as data: a line for each service of each version. To cover
 * another operation, add a line. Stateless.
 */
final class SoapServices {
  private SoapServices() {}

  /** A call and a field of its answer that must match a regular expression. */
  record Answered(SoapCall call, String field, String expected) {}

  /** A call and the code of the fault that it must be answered by. */
  record Refused(SoapCall call, String code) {}

  /** Paths of all services that publish a WSDL. */
  static final List<String> PATHS = List.of("/turnstile/v3/checkout");

  static final List<Answered> ANSWERED = List.of();

  static final List<Refused> REFUSED =
      List.of(
          refused(
              "/turnstile/v3/checkout",
              "Checkout.getOrder",
              "{'orderReference': 'ZZZZZZZZZZ'}",
              "ORDER_NOT_FOUND"),
          refused(
              "/turnstile/v3/checkout",
              "Checkout.getOrder",
              "{'orderReference': ' '}",
              "INVALID_REQUEST"));

  /** A purchase of two lines. */
  static SoapCall purchase(String requestId) {
    return call(
        "/turnstile/v3/checkout",
        "Checkout.purchase",
        """
        {'requestId': '%s', 'customerId': 17, 'eventCode': 'EV-0042',
         'line': [{'ticketTypeCode': 'STANDING', 'quantity': 2}, {'ticketTypeCode': 'VIP', 'quantity': 1}],
         'card': {'number': '%s', 'expiryMonth': 11, 'expiryYear': 2031, 'holder': 'Zoë Ödegård'}}
        """
            .formatted(requestId, Purchase.GOOD_CARD_NUMBER));
  }

  static SoapCall getOrder(String orderReference) {
    return call(
        "/turnstile/v3/checkout",
        "Checkout.getOrder",
        "{'orderReference': '%s'}".formatted(orderReference));
  }

  private static SoapCall call(String path, String operation, String arguments) {
    String[] names = operation.split("\\.", -1);
    return SoapCall.of(path, names[0], names[1], arguments);
  }

  private static Refused refused(String path, String operation, String arguments, String code) {
    return new Refused(call(path, operation, arguments), code);
  }
}
