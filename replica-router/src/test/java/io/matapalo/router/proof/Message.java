package io.matapalo.router.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the proof asks an instance, or the instance answers: named texts. One line of JSON.
 * Immutable.
 */
record Message(Map<String, String> fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Message {
    fields = Map.copyOf(fields);
  }

  /** {@code of("do", "read", "key", 7)}. */
  static Message of(Object... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
    return new Message(fields);
  }

  static Message parse(String line) {
    try {
      return new Message(JSON.readValue(line, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a message: " + line, e);
    }
  }

  String line() {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The text of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  String text(String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "a message without " + name + ", it has " + fields.keySet());
    }
    return value;
  }

  String text(String name, String otherwise) {
    return fields.getOrDefault(name, otherwise);
  }

  long number(String name) {
    return Long.parseLong(text(name));
  }

  int integer(String name) {
    return Integer.parseInt(text(name));
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }
}
