package io.matapalo.proxy.rewriting;

import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;

/**
 * A text in which the values of some attributes are replaced, from its beginning to its end. The
 * text is well-formed XML, as a parser has found. Confined to one call.
 */
final class AddressEdits {

  private final String text;
  private final StringBuilder done = new StringBuilder();
  private int copied;
  private int at;
  private int count;

  AddressEdits(String text) {
    this.text = text;
  }

  int count() {
    return count;
  }

  String applied() {
    return done + text.substring(copied);
  }

  /** Replaces the value of an attribute of the start tag that begins here. */
  void inTag(int begin, String attribute, UnaryOperator<String> map) throws XMLStreamException {
    at = begin;
    // The parser counts a line end before the root element as one character, however it is written.
    if (skipBlanks() != '<') {
      throw new XMLStreamException("no tag at character " + begin);
    }
    while (!endsAName(text.charAt(at))) {
      at++;
    }
    while (skipBlanks() != '>' && text.charAt(at) != '/') {
      int name = at;
      while (!endsAName(text.charAt(at))) {
        at++;
      }
      boolean wanted = text.substring(name, at).equals(attribute);
      skipBlanks();
      at++;
      char quote = skipBlanks();
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw new XMLStreamException("no end of the value at character " + at);
      }
      if (wanted) {
        replace(at + 1, end, map);
      }
      at = end + 1;
    }
  }

  /** Blanks around a URI do not belong to it (XML Schema 1.1 part 2, §3.3.17). */
  private void replace(int from, int to, UnaryOperator<String> map) {
    int begin = from;
    int end = to;
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(text.charAt(end - 1))) {
      end--;
    }
    String value = text.substring(begin, end);
    String mapped = map.apply(value);
    if (!mapped.equals(value)) {
      done.append(text, copied, begin).append(mapped);
      copied = end;
      count++;
    }
  }

  private char skipBlanks() {
    while (isBlank(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private static boolean endsAName(char c) {
    return isBlank(c) || c == '=' || c == '>' || c == '/';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
