package com.turnstile.vendor;

import com.turnstile.transfer.CardData;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;

/**
 * The payment provider. Thread-safe; each call blocks until the provider answers or its time is
 * over.
 */
public class PaymentClient {

  private final VendorConnection connection;

  public PaymentClient(String baseUrl, int connectTimeoutMillis, int readTimeoutMillis) {
    this.connection = new VendorConnection(baseUrl, connectTimeoutMillis, readTimeoutMillis);
  }

  /**
   * Reserves the money. The same request id gives the same payment, in whatever state it is by
   * then.
   */
  public Payment authorise(String requestId, BigDecimal amount, String currency, CardData card)
      throws VendorException, PaymentDeclinedException, PaymentKeyConflictException {
    JsonObject body =
        Json.createObjectBuilder()
            .add("amount", amount.toPlainString())
            .add("currency", currency)
            .add("reference", requestId)
            .add(
                "card",
                Json.createObjectBuilder()
                    .add("number", card.getNumber())
                    .add("expiryMonth", card.getExpiryMonth())
                    .add("expiryYear", card.getExpiryYear())
                    .add("holder", card.getHolder()))
            .build();
    VendorAnswer answer = connection.post("/v1/payments", requestId, body);
    return switch (answer.status()) {
      case 200, 201 -> authorised(answer.body());
      case 402 ->
          throw new PaymentDeclinedException(answer.body().getString("reason", "no reason given"));
      case 409 -> throw new PaymentKeyConflictException();
      default ->
          throw new IllegalStateException(
              "the provider answered an authorisation with " + answer.status());
    };
  }

  private static Payment authorised(JsonObject body) throws PaymentDeclinedException {
    Payment payment =
        new Payment(
            body.getString("id"),
            body.getString("status"),
            body.getString("authorisationCode", ""));
    return switch (payment.status()) {
      case "AUTHORISED", "CAPTURED" -> payment;
      case "VOIDED" -> throw new PaymentDeclinedException("payment was voided");
      case "REFUNDED" -> throw new PaymentDeclinedException("payment was refunded");
      default ->
          throw new IllegalStateException("unknown status of a payment: " + payment.status());
    };
  }

  /** Takes the money that was reserved; harmless when it was taken before. */
  public void capture(String paymentId, BigDecimal amount) throws VendorException {
    VendorAnswer answer =
        connection.post(
            "/v1/payments/" + paymentId + "/capture",
            null,
            Json.createObjectBuilder().add("amount", amount.toPlainString()).build());
    if (answer.status() != 200) {
      throw new IllegalStateException("the provider answered a capture with " + answer.status());
    }
  }

  /** Gives the money back; harmless when it was given back before. */
  public void refund(String paymentId, BigDecimal amount) throws VendorException {
    VendorAnswer answer =
        connection.post(
            "/v1/payments/" + paymentId + "/refund",
            null,
            Json.createObjectBuilder().add("amount", amount.toPlainString()).build());
    if (answer.status() != 200) {
      throw new IllegalStateException("the provider answered a refund with " + answer.status());
    }
  }

  /** Gives the reservation back; harmless when it was given back before. */
  public void cancel(String paymentId) throws VendorException {
    VendorAnswer answer =
        connection.post(
            "/v1/payments/" + paymentId + "/void", null, Json.createObjectBuilder().build());
    if (answer.status() != 200) {
      throw new VendorException("the provider answered a void with " + answer.status());
    }
  }
}
