package io.matapalo.recorder.requests;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the local name of the first child of a SOAP {@code Body} in the first bytes of a message.
 * Tolerant: it only labels, the server's own parser judges. Reads any encoding that is ASCII for
 * markup; gives up at a document type declaration. Confined to one call.
 */
public final class BodyScanner {

  /** What the bytes so far tell. */
  public enum State {
    FOUND,
    MORE_NEEDED,
    NONE
  }

  private final String text;
  private int at;
  private int depth;
  private boolean inBody;
  private State state = State.MORE_NEEDED;
  private String found = "";

  private BodyScanner(String text) {
    this.text = text;
  }

  /** Scans {@code length} bytes from the start of the message. */
  public static BodyScanner scan(byte[] bytes, int length) {
    BodyScanner scanner =
        new BodyScanner(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    scanner.run();
    return scanner;
  }

  public State state() {
    return state;
  }

  /** The local name, when {@link State#FOUND}. */
  public Optional<String> operation() {
    return state == State.FOUND ? Optional.of(found) : Optional.empty();
  }

  private void run() {
    while (state == State.MORE_NEEDED) {
      int open = text.indexOf('<', at);
      if (open < 0) {
        return;
      }
      int end = endOfMarkup(open);
      if (end < 0) {
        return;
      }
      markup(open, end);
      at = end;
    }
  }

  /** The place after the markup that starts at {@code open}, or -1 when it is not all there. */
  private int endOfMarkup(int open) {
    if (text.startsWith("<!--", open)) {
      return after("-->", open + 4);
    }
    if (text.startsWith("<![CDATA[", open)) {
      return after("]]>", open + 9);
    }
    if (text.startsWith("<?", open)) {
      return after("?>", open + 2);
    }
    char quote = 0;
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return -1;
  }

  private int after(String closing, int from) {
    int found = text.indexOf(closing, from);
    return found < 0 ? -1 : found + closing.length();
  }

  private void markup(int open, int end) {
    char second = text.charAt(open + 1);
    if (second == '?' || text.startsWith("<!--", open) || text.startsWith("<![CDATA[", open)) {
      return;
    }
    if (second == '!') {
      state = State.NONE;
      return;
    }
    if (second == '/') {
      depth--;
      state = inBody || depth <= 0 ? State.NONE : state;
      return;
    }
    startTag(open, end);
  }

  private void startTag(int open, int end) {
    String name = localName(open + 1, end);
    if (inBody) {
      state = name.isEmpty() ? State.NONE : State.FOUND;
      found = name;
      return;
    }
    boolean empty = text.charAt(end - 2) == '/';
    boolean expected = depth > 0 || name.equals("Envelope");
    boolean emptyBody = depth == 1 && name.equals("Body") && empty;
    if (!expected || emptyBody) {
      state = State.NONE;
      return;
    }
    inBody = depth == 1 && name.equals("Body");
    depth += empty ? 0 : 1;
  }

  private String localName(int from, int end) {
    int to = from;
    while (to < end && " \t\r\n/>".indexOf(text.charAt(to)) < 0) {
      to++;
    }
    String name = text.substring(from, to);
    return name.substring(name.indexOf(':') + 1);
  }
}
