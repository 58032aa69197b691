package com.turnstile.data;

/** Order references, ticket numbers and the other codes, from bits. Stateless. */
final class Codes {

  private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Codes() {}

  /** The prefix and 16 characters: 64 bits that make it unique and 16 more of chance. */
  static String crockford(String prefix, long unique, long chance) {
    StringBuilder code = new StringBuilder(18).append(prefix);
    // 80 bits, five at a time: 16 of chance, then the 64.
    for (int shift = 75; shift >= 0; shift -= 5) {
      code.append(CROCKFORD[(int) bits(unique, chance, shift) & 31]);
    }
    return code.toString();
  }

  private static long bits(long low, long high, int shift) {
    if (shift >= 64) {
      return (high & 0xFFFF) >>> (shift - 64);
    }
    long value = low >>> shift;
    return shift > 59 ? value | (high & 0xFFFF) << (64 - shift) : value;
  }

  static String hex(long value, int digits) {
    char[] text = new char[digits];
    long left = value;
    for (int i = digits - 1; i >= 0; i--) {
      text[i] = HEX[(int) (left & 15)];
      left >>>= 4;
    }
    return new String(text);
  }

  /** Looks like the request ids that clients make: groups of hexadecimal digits. */
  static String requestId(long unique, long chance) {
    String first = hex(unique, 16);
    String second = hex(chance, 16);
    return String.join(
        "-",
        first.substring(0, 8),
        first.substring(8, 12),
        first.substring(12),
        second.substring(0, 4),
        second.substring(4));
  }
}
