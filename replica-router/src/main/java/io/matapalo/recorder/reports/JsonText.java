package io.matapalo.recorder.reports;

/** Writes JSON by hand: the jar brings no JSON library into other people's servers. Stateless. */
final class JsonText {

  private JsonText() {}

  static StringBuilder quote(String text, StringBuilder json) {
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
    return json.append('"');
  }

  static StringBuilder field(String name, long value, StringBuilder json) {
    return json.append('"').append(name).append("\":").append(value);
  }

  static StringBuilder field(String name, String value, StringBuilder json) {
    json.append('"').append(name).append("\":");
    return quote(value, json);
  }
}
