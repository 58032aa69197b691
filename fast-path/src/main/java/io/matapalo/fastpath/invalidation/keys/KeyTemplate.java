package io.matapalo.fastpath.invalidation.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A key with columns in braces, such as <code>{event_id}:{code}</code>. Immutable. */
record KeyTemplate(List<Part> parts) {

  KeyTemplate {
    parts = List.copyOf(parts);
  }

  /** A piece of the key. */
  sealed interface Part {}

  /** What all keys have there. */
  record Text(String text) implements Part {}

  /** The value of a column, whose name counts without regard to case. */
  record Column(String name) implements Part {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if a brace has no partner or no column's name in it
   */
  static KeyTemplate parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int end = open < 0 ? text.length() : open;
      if (text.substring(at, end).indexOf('}') >= 0) {
        throw refused(text);
      }
      if (end > at) {
        parts.add(new Text(text.substring(at, end)));
      }
      at = end;
      if (open >= 0) {
        int close = text.indexOf('}', open);
        if (close <= open + 1 || text.substring(open + 1, close).indexOf('{') >= 0) {
          throw refused(text);
        }
        parts.add(new Column(text.substring(open + 1, close)));
        at = close + 1;
      }
    }
    if (parts.isEmpty()) {
      throw refused(text);
    }
    return new KeyTemplate(parts);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "a key is text with columns in braces, such as {id}; was '" + text + "'");
  }

  List<String> columns() {
    return parts.stream()
        .filter(Column.class::isInstance)
        .map(part -> ((Column) part).name())
        .toList();
  }

  /**
   * The same with other columns.
   *
   * @param names lower case; one for each column of this
   */
  KeyTemplate renamed(Map<String, String> names) {
    return new KeyTemplate(
        parts.stream()
            .map(part ->
                part instanceof Column(String name)
                    ? new Column(names.getOrDefault(Words.lower(name), name))
                    : part)
            .toList());
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(part ->
            switch (part) {
              case Text(String text) -> text;
              case Column(String name) -> "{" + name + "}";
            })
        .collect(Collectors.joining());
  }
}
