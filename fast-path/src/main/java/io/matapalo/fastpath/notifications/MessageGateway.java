package io.matapalo.fastpath.notifications;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.vendors.JsonAnswer;
import io.matapalo.fastpath.vendors.JsonHttp;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.util.Map;

/**
 * The message gateway's API. A message may be sent again: it has an idempotency key. Blocks until
 * the deadline at most. Thread-safe.
 */
public final class MessageGateway {

  private static final int ACCEPTED = 202;

  private final JsonHttp http;

  public MessageGateway(JsonHttp http) {
    this.http = http;
  }

  /**
   * Hands a message over.
   *
   * @throws VendorUnavailable when it was not, or perhaps not, taken; says nothing of its content
   */
  void send(PurchaseMessage message, Deadline deadline) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("to", message.to())
            .put("template", "PURCHASE_CONFIRMATION")
            .put("reference", message.orderReference())
            .put("text", message.text());
    JsonAnswer answer =
        http.post(
            "/v1/messages",
            Map.of("Idempotency-Key", "purchase-" + message.orderReference()),
            body,
            deadline);
    if (answer.status() != ACCEPTED) {
      throw new VendorUnavailable(
          "the message gateway answered with status " + answer.status(), null);
    }
  }
}
