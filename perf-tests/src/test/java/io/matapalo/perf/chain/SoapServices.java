package io.matapalo.perf.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What every SOAP client must manage, as data: an answer and a refusal of each operation of version
 * 3, and of each service of the versions before. To cover another operation, add a line. Stateless.
 */
final class SoapServices {
  private static final Pattern PUBLISHED = Pattern.compile("url-pattern=\"(/v[0-9][^\"]*)\"");

  private static final String ORDER = "{'orderReference': '%orderReference%'}";
  private static final String NO_ORDER = "{'orderReference': 'ZZZZZZZZZZ'}";
  private static final String TOKEN = "{'token': '%token%'}";
  private static final String INSTRUCTION = "{'reference': '%reference%'}";
  private static final String NO_INSTRUCTION = "{'reference': 'I-ZZZZZZZZZZZZZZZZ'}";

  private SoapServices() {}

  /**
   * A call and a field of its answer that must match a regular expression; {@code %FIELD%} in later
   * calls is its value.
   */
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

  /** In this order: what an answer says may stand in calls that come later. */
  static final List<Answered> ANSWERED =
      Stream.of(
              checkout(),
              events(),
              payments(),
              inventory(),
              sessions(),
              customers(),
              instructions(),
              earlierVersions())
          .flatMap(List::stream)
          .toList();

  private static List<Answered> checkout() {
    return List.of(
        new Answered(purchase("%UUID%"), "orderReference", "T-.+"),
        new Answered(getOrder("%orderReference%"), "status", "PAID"),
        answered("/v3/checkout", "refund", ORDER, "status", "REFUNDED"));
  }

  private static List<Answered> events() {
    return List.of(
        answered(
            "/v3/events",
            "listEvents",
            "{'from': '2027-01-01T00:00:00Z', 'limit': 3}",
            "eventCode",
            "EV-.+"),
        answered("/v3/events", "getEvent", "{'eventCode': 'EV-0042'}", "eventCode", "EV-0042"),
        answered(
            "/v3/events", "searchEvents", "{'sort': 'PRICE', 'limit': 2}", "matches", "[0-9]+"));
  }

  private static List<Answered> payments() {
    return List.of(
        answered("/v3/payments", "getTransaction", ORDER, "account", "[A-Z_]+"),
        answered(
            "/v3/payments",
            "listTransactions",
            "{'customerId': 17, 'limit': 2}",
            "orderReference",
            "T-.+"),
        answered("/v3/payments", "getBalance", "{'customerId': 17}", "customerId", "17"),
        answered(
            "/v3/payments",
            "getStatement",
            "{'customerId': 17, 'from': '2026-01-01T00:00:00Z', 'to': '2026-01-02T00:00:00Z'}",
            "customerId",
            "17"));
  }

  private static List<Answered> inventory() {
    return List.of(
        answered(
            "/v3/inventory",
            "reserve",
            """
            {'requestId': '%UUID%', 'customerId': 17, 'eventCode': 'EV-0042',
             'line': [{'ticketTypeCode': 'VIP', 'quantity': 1}]}
            """,
            "reservationId",
            "R-.+"),
        answered(
            "/v3/inventory",
            "release",
            "{'reservationId': '%reservationId%'}",
            "status",
            "RELEASED"));
  }

  private static List<Answered> sessions() {
    return List.of(
        answered(
            "/v3/sessions",
            "login",
            "{'customerId': 17, 'password': 'curtain-up-2026'}",
            "token",
            "[0-9a-f]{64}"),
        answered("/v3/sessions", "keepAlive", TOKEN, "customerId", "17"),
        answered("/v3/sessions", "logout", TOKEN, "seconds", "[0-9]+"));
  }

  /** A change of nothing, so that no profile which the monolith keeps becomes old by it. */
  private static List<Answered> customers() {
    return List.of(
        answered("/v3/customers", "getProfile", "{'customerId': 1911}", "version", "[0-9]+"),
        answered(
            "/v3/customers",
            "updateContact",
            "{'customerId': 1911, 'email': 'customer1911@example.org', 'version': %version%}",
            "email",
            "customer1911@example\\.org"));
  }

  private static List<Answered> instructions() {
    return List.of(
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
            "/v3/instructions",
            "update",
            """
            {'reference': '%reference%', 'version': 0, 'amount': '26.50', 'frequency': 'WEEKLY',
             'status': 'PAUSED'}
            """,
            "version",
            "1"),
        answered("/v3/instructions", "get", INSTRUCTION, "frequency", "WEEKLY"),
        answered("/v3/instructions", "delete", INSTRUCTION, "reference", "I-.+"));
  }

  private static List<Answered> earlierVersions() {
    return List.of(
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
  }

  static final List<Refused> REFUSED =
      List.of(
          refused(
              "/v3/checkout",
              "purchase",
              """
              {'requestId': '%UUID%', 'customerId': 17, 'eventCode': 'EV-0200',
               'line': [{'ticketTypeCode': 'VIP', 'quantity': 1}],
               'card': {'number': '%CARD%', 'expiryMonth': 11, 'expiryYear': 2031, 'holder': 'A. Holder'}}
              """,
              "SOLD_OUT"),
          refused("/v3/checkout", "getOrder", NO_ORDER, "ORDER_NOT_FOUND"),
          refused("/v3/checkout", "getOrder", "{'orderReference': ' '}", "INVALID_REQUEST"),
          refused("/v3/checkout", "refund", NO_ORDER, "ORDER_NOT_FOUND"),
          refused(
              "/v3/events",
              "listEvents",
              "{'from': '2027-01-01T00:00:00Z', 'limit': 0}",
              "INVALID_REQUEST"),
          refused("/v3/events", "getEvent", "{'eventCode': 'EV-NONE'}", "UNKNOWN_EVENT"),
          refused(
              "/v3/events", "searchEvents", "{'sort': 'NAME', 'limit': 201}", "INVALID_REQUEST"),
          refused("/v3/payments", "getTransaction", NO_ORDER, "TRANSACTION_NOT_FOUND"),
          refused(
              "/v3/payments",
              "listTransactions",
              "{'customerId': 999999999, 'limit': 2}",
              "UNKNOWN_CUSTOMER"),
          refused("/v3/payments", "getBalance", "{'customerId': 999999999}", "UNKNOWN_CUSTOMER"),
          refused(
              "/v3/payments",
              "getStatement",
              "{'customerId': 17, 'from': '2026-01-02T00:00:00Z', 'to': '2026-01-01T00:00:00Z'}",
              "INVALID_REQUEST"),
          refused(
              "/v3/inventory",
              "reserve",
              """
              {'requestId': '%UUID%', 'customerId': 17, 'eventCode': 'EV-0042',
               'line': [{'ticketTypeCode': 'LOFT', 'quantity': 1}]}
              """,
              "UNKNOWN_TICKET_TYPE"),
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
          refused("/v3/sessions", "keepAlive", "{'token': 'nobody'}", "UNKNOWN_SESSION"),
          refused("/v3/sessions", "logout", "{'token': 'nobody'}", "UNKNOWN_SESSION"),
          refused("/v3/customers", "getProfile", "{'customerId': 999999999}", "UNKNOWN_CUSTOMER"),
          refused(
              "/v3/customers",
              "updateContact",
              "{'customerId': 1911, 'email': 'nobody@example.org', 'version': 1000000}",
              "VERSION_CONFLICT"),
          refused(
              "/v3/instructions",
              "create",
              """
              {'requestId': '%UUID%', 'customerId': 17, 'paymentToken': 'tok_17', 'cardLastFour': '1486',
               'amount': '0.00', 'currency': 'EUR', 'frequency': 'MONTHLY'}
              """,
              "INVALID_REQUEST"),
          refused(
              "/v3/instructions",
              "update",
              """
              {'reference': 'I-ZZZZZZZZZZZZZZZZ', 'version': 0, 'amount': '1.00', 'frequency': 'WEEKLY',
               'status': 'ACTIVE'}
              """,
              "UNKNOWN_INSTRUCTION"),
          refused("/v3/instructions", "get", NO_INSTRUCTION, "UNKNOWN_INSTRUCTION"),
          refused("/v3/instructions", "delete", NO_INSTRUCTION, "UNKNOWN_INSTRUCTION"),
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
