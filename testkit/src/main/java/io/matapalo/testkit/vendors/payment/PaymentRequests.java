package io.matapalo.testkit.vendors.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.RecordedRequest;
import io.matapalo.testkit.vendors.DeclineRule;
import io.matapalo.testkit.vendors.VendorService;
import io.matapalo.testkit.vendors.VendorSettings;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The provider's wire format: reads requests, asks the ledger, writes its answers. Thread-safe. */
final class PaymentRequests implements VendorService {
  private static final String PAYMENTS = "/v1/payments";
  private static final Pattern ONE_PAYMENT =
      Pattern.compile("/v1/payments/([A-Za-z0-9_]{1,64})(/capture|/void|/refund)?");
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,10}\\.\\d{2}");

  private final PaymentLedger ledger;

  PaymentRequests(PaymentLedger ledger) {
    this.ledger = ledger;
  }

  /** What is wrong with a request; its text holds nothing of the card. */
  private static final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequest(String text) {
      super(text);
    }
  }

  @Override
  public ObjectNode stats() {
    PaymentCounters all = ledger.counters();
    ObjectNode stats = JsonNodeFactory.instance.objectNode();
    for (PaymentCounters.Counted what : PaymentCounters.Counted.values()) {
      stats.put(what.name().toLowerCase(Locale.ROOT), all.of(what));
    }
    return stats.put("captured", all.captured().toPlainString());
  }

  @Override
  public JsonAnswer answer(RecordedRequest request, JsonNode body, VendorSettings settings) {
    try {
      if (request.path().equals(PAYMENTS)) {
        return request.method().equals("POST")
            ? authorise(request, body, settings.declines())
            : JsonAnswer.error(405, "use POST");
      }
      Matcher path = ONE_PAYMENT.matcher(request.path());
      if (!path.matches()) {
        return JsonAnswer.error(404, "no such path");
      }
      String id = path.group(1);
      return switch (request.method() + " " + (path.group(2) == null ? "" : path.group(2))) {
        case "GET " -> written(ledger.status(id), 200);
        case "POST /capture" -> written(ledger.capture(id, amount(body)), 200);
        case "POST /void" -> written(ledger.cancel(id), 200);
        case "POST /refund" -> written(ledger.refund(id, amount(body)), 200);
        default -> JsonAnswer.error(405, "method not allowed here");
      };
    } catch (BadRequest e) {
      return JsonAnswer.error(400, String.valueOf(e.getMessage()));
    }
  }

  private JsonAnswer authorise(RecordedRequest request, JsonNode body, DeclineRule rule) {
    String key = request.header("Idempotency-Key").orElse("");
    require(key.matches("[!-~]{1,100}"), "header Idempotency-Key must have 1 to 100 characters");
    BigDecimal amount = amount(body);
    String currency = body.path("currency").asText("");
    require(currency.matches("[A-Z]{3}"), "currency must be three capital letters");
    require(!body.path("reference").asText("").isBlank(), "reference must not be blank");
    return written(ledger.authorise(key, amount, currency, card(body.path("card")), rule), 201);
  }

  private static Card card(JsonNode json) {
    String number = json.path("number").asText("");
    int month = json.path("expiryMonth").asInt();
    int year = json.path("expiryYear").asInt();
    String holder = json.path("holder").asText("");
    require(number.matches("\\d{12,19}"), "card number must be 12 to 19 digits");
    require(month >= 1 && month <= 12, "expiryMonth must be 1 to 12");
    require(year >= 2000 && year <= 2099, "expiryYear must be 2000 to 2099");
    require(!holder.isBlank(), "holder must not be blank");
    return new Card(number, month, year, holder);
  }

  private static BigDecimal amount(JsonNode json) {
    JsonNode amount = json.path("amount");
    require(
        amount.isTextual() && AMOUNT.matcher(amount.asText()).matches(),
        "amount must be like 12.50, as a string");
    return new BigDecimal(amount.asText());
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new BadRequest(otherwise);
    }
  }

  private static JsonAnswer written(PaymentResult result, int status) {
    return switch (result) {
      case PaymentResult.Done(Payment payment) -> payment(payment, status);
      case PaymentResult.Conflict(String text) -> JsonAnswer.error(409, text);
      case PaymentResult.Invalid(String text) -> JsonAnswer.error(400, text);
      case PaymentResult.Unknown() -> JsonAnswer.error(404, "no such payment");
    };
  }

  private static JsonAnswer payment(Payment payment, int status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (payment.status() == Payment.Status.DECLINED) {
      return new JsonAnswer(402, json.put("status", "DECLINED").put("reason", payment.reason()));
    }
    return new JsonAnswer(
        status,
        json.put("id", payment.id())
            .put("status", payment.status().name())
            .put("authorisationCode", payment.authorisationCode())
            .put("cardLastFour", payment.cardLastFour())
            .put("amount", payment.amount().toPlainString()));
  }
}
