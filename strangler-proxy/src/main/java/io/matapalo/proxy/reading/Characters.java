package io.matapalo.proxy.reading;

/** The classes of bytes that the grammar of a request names. */
final class Characters {

  private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~0123456789" + letters());
  private static final boolean[] HOST = table("-._~!$&'()*+,;=0123456789" + letters());
  private static final boolean[] TARGET = table("-._~:/?@!$&'()*+,;=%0123456789" + letters());

  private Characters() {}

  private static String letters() {
    StringBuilder letters = new StringBuilder();
    for (char c = 'a'; c <= 'z'; c++) {
      letters.append(c).append(Character.toUpperCase(c));
    }
    return letters.toString();
  }

  private static boolean[] table(String members) {
    boolean[] table = new boolean[256];
    members.chars().forEach(c -> table[c] = true);
    return table;
  }

  /** RFC 9110 §5.6.2: methods, field names, names and values of chunk extensions. */
  static boolean isToken(int octet) {
    return TOKEN[octet];
  }

  /**
   * RFC 3986 §3.3 and §3.4: what a path or a query may contain; a percent sign begins an escape.
   */
  static boolean isTarget(int octet) {
    return TARGET[octet];
  }

  /** RFC 3986 §3.2.2: what the name of a host may contain besides escapes. */
  static boolean isHost(int octet) {
    return HOST[octet];
  }

  /** SP and controls, which end a target or destroy it. */
  static boolean isSpaceOrControl(int octet) {
    return octet <= ' ' || octet == 0x7F;
  }

  /** HTAB, SP, VCHAR and obs-text: all that a field value or a quoted pair may contain. */
  static boolean isText(int octet) {
    return octet == '\t' || (octet >= ' ' && octet != 0x7F);
  }

  static boolean isBlank(int octet) {
    return octet == ' ' || octet == '\t';
  }

  static boolean isHexDigit(int octet) {
    return octet < 0x80 && Character.digit(octet, 16) >= 0;
  }
}
