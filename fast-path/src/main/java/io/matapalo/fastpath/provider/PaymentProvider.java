package io.matapalo.fastpath.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.vendors.JsonAnswer;
import io.matapalo.fastpath.vendors.JsonHttp;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The payment provider's API. Every call may be repeated: authorisation by its idempotency key, the
 * others by nature. Blocks until the deadline at most. Thread-safe.
 */
public final class PaymentProvider {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final int FIRST_OUTAGE = 500;

  private final JsonHttp http;

  public PaymentProvider(JsonHttp http) {
    this.http = http;
  }

  /**
   * Holds {@code amount} on {@code card} under the key {@code requestId}.
   *
   * @throws VendorUnavailable when it is not known whether it is held
   */
  public Authorisation authorise(
      String requestId, BigDecimal amount, String currency, Card card, Deadline deadline) {
    ObjectNode body = amountOf(amount);
    body.put("currency", currency).put("reference", requestId);
    body.set("card", cardOf(card));
    JsonAnswer answer =
        http.post("/v1/payments", Map.of("Idempotency-Key", requestId), body, deadline);
    requireJson("authorise", answer);
    return switch (answer.status()) {
      case 200, 201 -> authorisationOf(answer);
      case 402 -> new Authorisation.Refused(reasonOf(answer));
      case 409 -> new Authorisation.KeyReused();
      default -> throw unexpected("authorise", answer);
    };
  }

  /**
   * Takes the money of an authorised payment.
   *
   * @throws VendorUnavailable when it is not known whether it is taken
   */
  public Capture capture(String paymentId, BigDecimal amount, Deadline deadline) {
    JsonAnswer answer =
        http.post(path(paymentId, "/capture"), Map.of(), amountOf(amount), deadline);
    requireJson("capture", answer);
    return switch (answer.status()) {
      case 200 -> Capture.DONE;
      case 404, 409 -> Capture.IMPOSSIBLE;
      default -> throw unexpected("capture", answer);
    };
  }

  /**
   * Gives taken money back, once, however often it is asked.
   *
   * @throws VendorUnavailable when it is not, or perhaps not, given back
   */
  public void refund(String paymentId, BigDecimal amount, Deadline deadline) {
    JsonAnswer answer = http.post(path(paymentId, "/refund"), Map.of(), amountOf(amount), deadline);
    requireJson("refund", answer);
    if (answer.status() != 200) {
      throw unexpected("refund", answer);
    }
  }

  /**
   * Gives the held amount back.
   *
   * @throws VendorUnavailable when it is not, or perhaps not, given back
   */
  public void giveBack(String paymentId, Deadline deadline) {
    JsonAnswer answer = http.post(path(paymentId, "/void"), Map.of(), JSON.objectNode(), deadline);
    if (answer.status() != 200) {
      throw new VendorUnavailable(
          "the payment provider answered void with status " + answer.status(), null);
    }
  }

  private static Authorisation authorisationOf(JsonAnswer answer) {
    String status = answer.text("status");
    return switch (status) {
      case "AUTHORISED", "CAPTURED" ->
          new Authorisation.Granted(answer.text("id"), answer.text("authorisationCode"));
      case "VOIDED" -> new Authorisation.Refused("payment was voided");
      case "REFUNDED" -> new Authorisation.Refused("payment was refunded");
      default -> throw new IllegalStateException("a payment has the unexpected status " + status);
    };
  }

  /**
   * What is not the provider's JSON is not the provider's answer but that of something before it.
   */
  private static void requireJson(String call, JsonAnswer answer) {
    if (!answer.body().isObject()) {
      throw new VendorUnavailable(
          call + " was answered without JSON, with status " + answer.status(), null);
    }
  }

  private static ObjectNode amountOf(BigDecimal amount) {
    return JSON.objectNode().put("amount", amount.toPlainString());
  }

  private static ObjectNode cardOf(Card card) {
    return JSON.objectNode()
        .put("number", card.number().reveal())
        .put("expiryMonth", card.expiryMonth())
        .put("expiryYear", card.expiryYear())
        .put("holder", card.holder());
  }

  private static String path(String paymentId, String action) {
    return "/v1/payments/" + URLEncoder.encode(paymentId, StandardCharsets.UTF_8) + action;
  }

  private static String reasonOf(JsonAnswer answer) {
    String reason = answer.text("reason");
    return reason.isEmpty() ? "no reason given" : reason;
  }

  /** An outage is theirs and passes; anything else is a mistake of ours and does not. */
  private static RuntimeException unexpected(String call, JsonAnswer answer) {
    String message = "the payment provider answered " + call + " with status " + answer.status();
    return answer.status() >= FIRST_OUTAGE
        ? new VendorUnavailable(message, null)
        : new IllegalStateException(message);
  }
}
