package io.matapalo.testkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A status and a JSON body. */
public record JsonAnswer(int status, JsonNode body) {

  /**
   * An answer that tells what was wrong; the text must hold nothing of the request that is secret.
   */
  public static JsonAnswer error(int status, String text) {
    return new JsonAnswer(status, JsonNodeFactory.instance.objectNode().put("error", text));
  }
}
