package io.matapalo.perf.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a client made of an answer: {@code answer}, or {@code fault} with its detail; and the {@code
 * side} that the proxy says gave it.
 */
record SoapReply(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static SoapReply of(String line) {
    try {
      return new SoapReply(JSON.readTree(line));
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + line, e);
    }
  }

  /**
   * The first field of that name anywhere in the answer, as text; empty if there is none. Some
   * clients hand out the only value of an answer without its name.
   */
  String field(String name) {
    JsonNode answer = json.path("answer");
    if (answer.isValueNode()) {
      return answer.asText();
    }
    JsonNode found = answer.findValue(name);
    return found == null ? "" : found.asText();
  }

  /** How often a field of that name is in the answer. */
  int count(String name) {
    return json.path("answer").findValues(name).size();
  }

  /** {@code legacy} or {@code fast}; empty where the proxy says nothing. */
  String side() {
    return json.path("side").asText();
  }

  /** By the name that the versions of Turnstile give to it. */
  String faultCode() {
    JsonNode detail = json.path("fault").path("detail");
    for (String name : new String[] {"code", "errorCode", "errorNumber"}) {
      JsonNode found = detail.findValue(name);
      if (found != null) {
        return found.asText();
      }
    }
    return "";
  }
}
