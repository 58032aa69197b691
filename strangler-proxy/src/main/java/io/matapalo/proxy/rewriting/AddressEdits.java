package io.matapalo.proxy.rewriting;

import java.util.Map;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;

/**
 * A text in which the values of some attributes and elements are replaced, from its beginning to
 * its end. The text is well-formed XML, as a parser has found. Confined to one call.
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

  /**
   * Replaces values in the start tag that begins here.
   *
   * @param changes of attributes, by their names with prefix
   */
  void inTag(int begin, Map<String, UnaryOperator<String>> changes) throws XMLStreamException {
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
      UnaryOperator<String> change = changes.get(text.substring(name, at));
      skipBlanks();
      at++;
      char quote = skipBlanks();
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw new XMLStreamException("no end of the value at character " + at);
      }
      if (change != null) {
        replace(at + 1, end, change);
      }
      at = end + 1;
    }
  }

  /** Replaces the text between the start tag that was edited last and whatever follows the text. */
  void afterTag(UnaryOperator<String> change) {
    if (text.charAt(at) == '>') {
      replace(at + 1, text.indexOf('<', at), change);
    }
  }

  /** Blanks around a URI do not belong to it (XML Schema 1.1 part 2, §3.3.17). */
  private void replace(int from, int to, UnaryOperator<String> change) {
    int begin = from;
    int end = to;
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(text.charAt(end - 1))) {
      end--;
    }
    String value = text.substring(begin, end);
    String changed = change.apply(value);
    if (!changed.equals(value)) {
      done.append(text, copied, begin).append(changed);
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
