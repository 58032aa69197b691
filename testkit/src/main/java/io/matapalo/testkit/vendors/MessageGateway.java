package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.Conditions;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.JsonServer;
import io.matapalo.testkit.http.JsonService;
import io.matapalo.testkit.http.RecordedRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A simulated message gateway over HTTP on loopback: it takes e-mails and delivers them nowhere.
 * One message for each idempotency key. Keeps the last ones, for tests to look at. Thread-safe.
 */
public final class MessageGateway implements AutoCloseable {
  private final MessageBook book = new MessageBook(new SecureRandom());
  private final VendorControl control;
  private final JsonServer server;

  private MessageGateway(VendorSettings settings, int port) {
    this.control = new VendorControl(settings, this::stats);
    this.server = JsonServer.start(port, new Service());
  }

  /** Starts one on a free port. */
  public static MessageGateway start(VendorSettings settings) {
    return start(settings, 0);
  }

  public static MessageGateway start(VendorSettings settings, int port) {
    return new MessageGateway(settings, port);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public VendorSettings settings() {
    return control.settings();
  }

  /** Takes effect with the next request. */
  public void change(VendorSettings settings) {
    control.change(settings);
  }

  /** Messages taken since the start, repeats not counted. */
  public long count() {
    return book.totals().messages();
  }

  public MessageBook.Totals totals() {
    return book.totals();
  }

  /** The last {@value MessageBook#MAX_MESSAGES} messages, the oldest first. */
  public List<Message> messages() {
    return book.all();
  }

  /** Waits until as many messages were taken since the start; false when they were not in time. */
  public boolean awaitMessages(long count, Duration within) throws InterruptedException {
    return book.awaitMessages(count, within);
  }

  /** Waits for a message with this reference; empty when none came in time. */
  public Optional<Message> awaitMessage(String reference, Duration within)
      throws InterruptedException {
    return book.awaitReference(reference, within);
  }

  @Override
  public void close() {
    server.close();
  }

  private ObjectNode stats() {
    MessageBook.Totals totals = book.totals();
    return object()
        .put("messages", totals.messages())
        .put("repeats", totals.repeats())
        .put("conflicts", totals.conflicts());
  }

  private JsonAnswer list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Message message : book.all()) {
      list.add(
          object()
              .put("id", message.id())
              .put("key", message.key())
              .put("to", message.to())
              .put("template", message.template())
              .put("reference", message.reference())
              .put("text", message.text()));
    }
    ObjectNode answer = object();
    answer.set("messages", list);
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

  /** Puts requests to the methods above. */
  private final class Service implements JsonService {
    @Override
    public Conditions conditions(String path) {
      return control.conditions(path);
    }

    @Override
    public JsonAnswer answer(RecordedRequest request, JsonNode body) {
      return switch (request.method() + " " + request.path()) {
        case "POST /v1/messages" -> take(request, body);
        case "GET /control/messages" -> list();
        default ->
            control
                .answer(request, body)
                .orElseGet(() -> JsonAnswer.error(404, "no such path or method"));
      };
    }
  }
}
