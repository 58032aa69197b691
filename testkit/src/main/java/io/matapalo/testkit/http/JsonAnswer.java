package io.matapalo.testkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;

/**
 * A status and a JSON body. Immutable.
 *
 * @param delay how long the server holds the answer back, beside the latency of its conditions
 */
public record JsonAnswer(int status, JsonNode body, Duration delay) {

  public JsonAnswer(int status, JsonNode body) {
    this(status, body, Duration.ZERO);
  }

  /**
   * An answer that tells what was wrong; the text must hold nothing of the request that is secret.
   */
  public static JsonAnswer error(int status, String text) {
    return new JsonAnswer(status, JsonNodeFactory.instance.objectNode().put("error", text));
  }

  public JsonAnswer heldBack(Duration newDelay) {
    return new JsonAnswer(status, body, newDelay);
  }
}
