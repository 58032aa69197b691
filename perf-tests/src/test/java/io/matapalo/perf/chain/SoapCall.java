package io.matapalo.perf.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One call of one operation: the service's path, its namespace and name, the operation, and its
 * arguments as JSON in the order of the schema.
 */
record SoapCall(String path, String service, String operation, JsonNode arguments) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Arguments as JSON in apostrophes. */
  static SoapCall of(String path, String service, String operation, String arguments) {
    try {
      return new SoapCall(path, service, operation, JSON.readTree(arguments.replace('\'', '"')));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + arguments, e);
    }
  }

  /** The question that client scripts read. */
  String question(String origin) {
    ObjectNode question = JSON.createObjectNode();
    question.put("wsdl", origin + path + "?wsdl");
    question.put("operation", operation);
    question.set("arguments", arguments);
    return question.toString();
  }

  /** May hold a card: arguments are not shown. */
  @Override
  public String toString() {
    return service + "." + operation;
  }
}
