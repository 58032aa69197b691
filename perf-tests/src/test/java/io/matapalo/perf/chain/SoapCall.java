package io.matapalo.perf.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/**
 * One call of one operation: the service's path, the operation, and its arguments as JSON in the
 * order of the schema.
 */
record SoapCall(String path, String operation, String json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Arguments as JSON in apostrophes; {@code %UUID%} is a new id in each call, {@code %CARD%} the
   * number of a test card.
   */
  static SoapCall of(String path, String operation, String arguments) {
    return new SoapCall(path, operation, arguments.replace('\'', '"'));
  }

  /** The same with what answers said before: {@code %NAME%} is the latest value of a field. */
  SoapCall with(Map<String, String> remembered) {
    String filled = json;
    for (Map.Entry<String, String> field : remembered.entrySet()) {
      filled = filled.replace("%" + field.getKey() + "%", field.getValue());
    }
    return new SoapCall(path, operation, filled);
  }

  JsonNode arguments() {
    try {
      return JSON.readTree(
          json.replace("%UUID%", UUID.randomUUID().toString())
              .replace("%CARD%", Purchase.GOOD_CARD_NUMBER));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("arguments of " + this + " are no JSON", e);
    }
  }

  /** The question that client scripts read. */
  String question(String origin) {
    ObjectNode question = JSON.createObjectNode();
    question.put("wsdl", origin + path + "?wsdl");
    question.put("operation", operation);
    question.set("arguments", arguments());
    return question.toString();
  }

  @Override
  public String toString() {
    return path + "#" + operation;
  }
}
