package io.matapalo.router.recorder;

import java.util.Map;

/** Writes counters as JSON by hand: the jar brings no JSON library into other people's servers. */
final class CountsJson {

  private CountsJson() {}

  static String of(Map<String, OperationCounts> byName) {
    StringBuilder json = new StringBuilder("{\"operations\":[");
    String between = "";
    for (Map.Entry<String, OperationCounts> operation : byName.entrySet()) {
      json.append(between);
      write(operation.getKey(), operation.getValue(), json);
      between = ",";
    }
    return json.append("]}").toString();
  }

  private static void write(String name, OperationCounts counts, StringBuilder json) {
    json.append("{\"operation\":");
    quote(name, json);
    json.append(",\"requests\":").append(counts.requests()).append(",\"statements\":{");
    String between = "";
    for (Verb verb : Verb.values()) {
      json.append(between).append('"').append(verb.key()).append("\":");
      json.append(counts.statements(verb));
      between = ",";
    }
    json.append("},\"commits\":").append(counts.commits()).append('}');
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
