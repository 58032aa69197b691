package io.matapalo.proxy.reading;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The target of a request in its forms (RFC 9112 §3.2), as the bytes that the client sent, one
 * character a byte. Immutable.
 */
public final class Target {

  static final Target NONE = of("/", Spelling.USUAL);

  private static final Pattern ESCAPED_DOT = Pattern.compile("(?i)%2e");
  private static final Pattern ESCAPED_SLASH = Pattern.compile("(?i)%2f|%5c|\\\\");
  private static final Pattern UPWARDS = Pattern.compile("(?:^|/)\\.\\.(?:/|;|$)");

  private final String raw;
  private final Spelling spelling;
  private final String authority;
  private final String path;
  private final String toSend;

  /** Whether RFC 3986 allows each character. */
  enum Spelling {
    USUAL,
    UNUSUAL
  }

  private Target(String raw, Spelling spelling, String authority, String rest) {
    this.raw = raw;
    this.spelling = spelling;
    this.authority = authority;
    int query = rest.indexOf('?');
    this.path = query < 0 ? rest : rest.substring(0, query);
    this.toSend = rest;
  }

  /** The target that a client has sent by these characters. */
  public static Target parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean usual = RawText.hasWholeEscapes(ByteBuffer.wrap(bytes), 0, bytes.length);
    for (byte octet : bytes) {
      usual &= Characters.isTarget(octet & 0xFF);
    }
    return of(
        new String(bytes, StandardCharsets.ISO_8859_1), usual ? Spelling.USUAL : Spelling.UNUSUAL);
  }

  static Target of(String raw, Spelling spelling) {
    int scheme = raw.startsWith("/") ? -1 : raw.indexOf("://");
    if (scheme < 0) {
      return new Target(raw, spelling, "", raw);
    }
    int from = scheme + 3;
    int to = from;
    while (to < raw.length() && raw.charAt(to) != '/' && raw.charAt(to) != '?') {
      to++;
    }
    int host = Math.max(from, raw.lastIndexOf('@', to - 1) + 1);
    String rest = raw.substring(to);
    return new Target(
        raw, spelling, raw.substring(host, to), rest.startsWith("/") ? rest : "/" + rest);
  }

  /** Whether the target is spelt with these bytes. */
  boolean isSpelt(ByteBuffer bytes, int from, int to) {
    if (to - from != raw.length()) {
      return false;
    }
    for (int i = 0; i < raw.length(); i++) {
      if ((bytes.get(from + i) & 0xFF) != raw.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a path, the asterisk or a whole address. */
  boolean hasForm() {
    return raw.startsWith("/") || raw.equals("*") || !authority.isEmpty();
  }

  /** Whether it has characters that RFC 3986 forbids, so that servers may read it differently. */
  public boolean isUnusual() {
    return spelling == Spelling.UNUSUAL;
  }

  /**
   * Whether a segment of the path leads upwards, in any spelling that a server may understand: with
   * escapes, back slashes or parameters.
   */
  public boolean climbs() {
    if (path.indexOf("..") < 0 && path.indexOf('%') < 0) {
      return false;
    }
    String plain = ESCAPED_DOT.matcher(path).replaceAll(".");
    return UPWARDS.matcher(ESCAPED_SLASH.matcher(plain).replaceAll("/")).find();
  }

  /** The host and port of a whole address; empty for any other target. */
  public String authority() {
    return authority;
  }

  /** The path, without query; of a whole address the path alone. */
  public String path() {
    return path;
  }

  /** The query, without the question mark; empty if there is none. */
  public String query() {
    return toSend.length() > path.length() ? toSend.substring(path.length() + 1) : "";
  }

  /** What goes to a server: path and query as they came. */
  public String toSend() {
    return toSend;
  }
}
