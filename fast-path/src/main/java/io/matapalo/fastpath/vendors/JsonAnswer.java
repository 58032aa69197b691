package io.matapalo.fastpath.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** A vendor's HTTP answer: the status and its JSON, empty when the body was none. */
public record JsonAnswer(int status, JsonNode body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static JsonAnswer of(int status, byte[] body) throws IOException {
    return new JsonAnswer(status, parse(body));
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      // An error page: the status tells enough, and the message could quote content.
      return MissingNode.getInstance();
    }
  }

  /** The text of a field, or empty. */
  public String text(String field) {
    return body.path(field).asText("");
  }

  /** Whether the vendor, or what is before it, is out of order. */
  boolean isOutage() {
    return status >= 500;
  }

  /** The status only; bodies may hold what logs must not. */
  @Override
  public String toString() {
    return "JsonAnswer[status=" + status + "]";
  }
}
