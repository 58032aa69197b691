package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.RecordedRequest;
import java.util.Optional;

/** The gateway's wire format: reads requests, asks the book, writes its answers. Thread-safe. */
final class MessageRequests implements VendorService {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MessageBook book;

  MessageRequests(MessageBook book) {
    this.book = book;
  }

  @Override
  public JsonAnswer answer(RecordedRequest request, JsonNode body, VendorSettings settings) {
    return switch (request.method() + " " + request.path()) {
      case "POST /v1/messages" -> take(request, body);
      case "GET /control/messages" -> list();
      default -> JsonAnswer.error(404, "no such path or method");
    };
  }

  @Override
  public ObjectNode stats() {
    return JSON.valueToTree(book.totals());
  }

  private JsonAnswer list() {
    ObjectNode answer = object();
    answer.set("messages", JSON.valueToTree(book.all()));
    return new JsonAnswer(200, answer);
  }

  private JsonAnswer take(RecordedRequest request, JsonNode body) {
    Message message =
        new Message(
            "",
            request.header("Idempotency-Key").orElse(""),
            body.path("to").asText(""),
            body.path("template").asText(""),
            body.path("reference").asText(""),
            body.path("text").asText(""));
    return wrongIn(message)
        .map(text -> JsonAnswer.error(400, text))
        .orElseGet(() ->
            book.take(message)
                .map(kept -> new JsonAnswer(202, object().put("id", kept.id())))
                .orElseGet(() ->
                    JsonAnswer.error(409, "the idempotency key was used for another message")));
  }

  /** What is wrong with it; says nothing of what it holds. */
  private static Optional<String> wrongIn(Message message) {
    if (!message.key().matches("[!-~]{1,100}")) {
      return Optional.of("header Idempotency-Key must have 1 to 100 characters");
    }
    if (!message.to().matches("[^@\\s]{1,64}@[^@\\s]{1,180}")) {
      return Optional.of("to must be an e-mail address");
    }
    if (!message.template().matches("[A-Z_]{1,60}")) {
      return Optional.of("template must be 1 to 60 capital letters and underscores");
    }
    if (message.reference().isBlank() || message.reference().length() > 60) {
      return Optional.of("reference must have 1 to 60 characters");
    }
    if (message.text().isBlank() || message.text().length() > 2_000) {
      return Optional.of("text must have 1 to 2000 characters");
    }
    return Optional.empty();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
