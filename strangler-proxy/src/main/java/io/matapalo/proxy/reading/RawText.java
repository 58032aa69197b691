package io.matapalo.proxy.reading;

import java.nio.ByteBuffer;

/** Text within the bytes of a head, one character a byte. */
final class RawText {

  private RawText() {}

  static String latin1(ByteBuffer bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int at = from; at < to; at++) {
      text.append((char) (bytes.get(at) & 0xFF));
    }
    return text.toString();
  }

  /** A value without the blanks around it; the text before if it is the same. */
  static String trimmed(ByteBuffer bytes, int from, int to, String before) {
    int first = from;
    int end = to;
    while (first < end && Characters.isBlank(bytes.get(first))) {
      first++;
    }
    while (end > first && Characters.isBlank(bytes.get(end - 1))) {
      end--;
    }
    return equalsIgnoringCase(bytes, first, end, before) ? before : latin1(bytes, first, end);
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
