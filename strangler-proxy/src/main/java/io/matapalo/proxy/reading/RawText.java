package io.matapalo.proxy.reading;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Text within the bytes of a head, one character a byte. */
final class RawText {

  private RawText() {}

  static String latin1(ByteBuffer bytes, int from, int to) {
    byte[] text = new byte[to - from];
    bytes.get(from, text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Whether the bytes are this ASCII text. */
  static boolean equals(ByteBuffer bytes, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes.get(from + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A value without the blanks around it; the text before if it is the same. */
  static String trimmed(ByteBuffer bytes, int from, int to, String before) {
    int first = afterBlanks(bytes, from, to);
    int end = beforeBlanks(bytes, first, to);
    return equalsIgnoringCase(bytes, first, end, before) ? before : latin1(bytes, first, end);
  }

  /** Where the first byte stands that is no blank. */
  static int afterBlanks(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at < to && Characters.isBlank(bytes.get(at))) {
      at++;
    }
    return at;
  }

  /** Behind the last byte that is no blank. */
  static int beforeBlanks(ByteBuffer bytes, int from, int to) {
    int at = to;
    while (at > from && Characters.isBlank(bytes.get(at - 1))) {
      at--;
    }
    return at;
  }

  /** Whether each percent sign is followed by two hexadecimal digits. */
  static boolean hasWholeEscapes(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes.get(at) == '%') {
        boolean whole =
            at + 2 < to
                && Characters.isHexDigit(bytes.get(at + 1) & 0xFF)
                && Characters.isHexDigit(bytes.get(at + 2) & 0xFF);
        if (!whole) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the bytes are this text, which is in lower case, in letters of any case. */
  static boolean equalsIgnoringCase(ByteBuffer bytes, int from, int to, String lower) {
    if (to - from != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int octet = bytes.get(from + i);
      boolean upperCase = octet >= 'A' && octet <= 'Z';
      if ((upperCase ? octet | 0x20 : octet) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
