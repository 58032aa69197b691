package io.matapalo.perf.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What every SOAP client must manage, as data: an answer and a refusal of each service of each
 * version. To cover another operation, add a line. Stateless.
 */
final class SoapServices {
  private static final Pattern PUBLISHED = Pattern.compile("url-pattern=\"(/v[0-9][^\"]*)\"");

  private SoapServices() {}

  /** A call and a field of its answer that must match a regular expression. */
  record Answered(SoapCall call, String field, String expected) {}

  /** A call and the code of the fault that it must be answered by. */
  record Refused(SoapCall call, String code) {}

  /** Paths of the services that the monolith publishes, by its own deployment descriptor. */
  static List<String> paths() {
    Path descriptor =
        Path.of(
            System.getProperty("matapalo.root"),
            "legacy-monolith/src/main/webapp/WEB-INF/sun-jaxws.xml");
    try {
      return PUBLISHED
          .matcher(Files.readString(descriptor))
          .results()
          .map(service -> "/turnstile" + service.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + descriptor, e);
    }
  }

  static final List<Answered> ANSWERED =
      List.of(
          answered(
              "/v3/events",
              "listEvents",
              "{'from': '2027-01-01T00:00:00Z', 'limit': 3}",
              "eventCode",
              "EV-.+"),
          answered("/v3/events", "getEvent", "{'eventCode': 'EV-0042'}", "eventCode", "EV-0042"),
          answered(
              "/v3/events", "searchEvents", "{'sort': 'PRICE', 'limit': 2}", "matches", "[0-9]+"),
          answered("/v3/payments", "getBalance", "{'customerId': 17}", "customerId", "17"),
          answered(
              "/v3/payments",
              "getStatement",
              "{'customerId': 17, 'from': '2026-01-01T00:00:00Z', 'to': '2026-01-02T00:00:00Z'}",
              "customerId",
              "17"),
          answered(
              "/v3/inventory",
              "reserve",
              """
              {'requestId': '%UUID%', 'customerId': 17, 'eventCode': 'EV-0042',
               'line': [{'ticketTypeCode': 'VIP', 'quantity': 1}]}
              """,
              "reservationId",
              ".+"),
          answered(
              "/v3/sessions",
              "login",
              "{'customerId': 17, 'password': 'curtain-up-2026'}",
              "token",
              "[0-9a-f]{64}"),
          answered("/v3/customers", "getProfile", "{'customerId': 17}", "customerId", "17"),
          answered(
              "/v3/instructions",
              "create",
              """
              {'requestId': '%UUID%', 'customerId': 17, 'paymentToken': 'tok_17', 'cardLastFour': '1486',
               'amount': '25.50', 'currency': 'EUR', 'frequency': 'MONTHLY'}
              """,
              "reference",
              "I-.+"),
          answered(
              "/v2/checkout",
              "purchaseTickets",
              """
              {'request': {'requestKey': '%UUID%', 'customerId': '17', 'eventCode': 'EV-0042',
               'lines': [{'ticketType': 'STANDING', 'quantity': '1'}],
               'cardNumber': '%CARD%', 'cardExpiry': '11/31', 'cardHolder': 'A. Holder'}}
              """,
              "orderId",
              ".+"),
          answered(
              "/v1/checkout",
              "buyTickets",
              """
              {'customerNumber': 17, 'event': 'EV-0042', 'ticketType': 'STANDING', 'count': 1,
               'cardNumber': '%CARD%', 'cardMonth': 11, 'cardYear': 2031, 'cardHolder': 'A. Holder'}
              """,
              "orderNumber",
              ".+"));

  static final List<Refused> REFUSED =
      List.of(
          refused(
              "/v3/checkout", "getOrder", "{'orderReference': 'ZZZZZZZZZZ'}", "ORDER_NOT_FOUND"),
          refused("/v3/checkout", "getOrder", "{'orderReference': ' '}", "INVALID_REQUEST"),
          refused("/v3/events", "getEvent", "{'eventCode': 'EV-NONE'}", "UNKNOWN_EVENT"),
          refused(
              "/v3/payments",
              "getTransaction",
              "{'orderReference': 'ZZZZZZZZZZ'}",
              "TRANSACTION_NOT_FOUND"),
          refused(
              "/v3/inventory",
              "release",
              "{'reservationId': 'ZZZZZZZZZZ'}",
              "RESERVATION_NOT_FOUND"),
          refused(
              "/v3/sessions",
              "login",
              "{'customerId': 17, 'password': 'wrong'}",
              "BAD_CREDENTIALS"),
          refused("/v3/customers", "getProfile", "{'customerId': 999999999}", "UNKNOWN_CUSTOMER"),
          refused(
              "/v3/instructions",
              "get",
              "{'reference': 'I-ZZZZZZZZZZZZZZZZ'}",
              "UNKNOWN_INSTRUCTION"),
          refused("/v2/checkout", "getOrderDetails", "{'orderId': 'ZZZZZZZZZZ'}", "E400"),
          refused("/v1/checkout", "findOrder", "{'orderNumber': 'ZZZZZZZZZZ'}", "3"));

  /** A purchase of two lines. */
  static SoapCall purchase(String requestId) {
    return call(
        "/v3/checkout",
        "purchase",
        """
        {'requestId': '%s', 'customerId': 17, 'eventCode': 'EV-0042',
         'line': [{'ticketTypeCode': 'STANDING', 'quantity': 2}, {'ticketTypeCode': 'VIP', 'quantity': 1}],
         'card': {'number': '%%CARD%%', 'expiryMonth': 11, 'expiryYear': 2031, 'holder': 'Zoë Ödegård'}}
        """
            .formatted(requestId));
  }

  static SoapCall getOrder(String orderReference) {
    return call("/v3/checkout", "getOrder", "{'orderReference': '%s'}".formatted(orderReference));
  }

  private static SoapCall call(String path, String operation, String arguments) {
    return SoapCall.of("/turnstile" + path, operation, arguments);
  }

  private static Answered answered(
      String path, String operation, String arguments, String field, String expected) {
    return new Answered(call(path, operation, arguments), field, expected);
  }

  private static Refused refused(String path, String operation, String arguments, String code) {
    return new Refused(call(path, operation, arguments), code);
  }
}
