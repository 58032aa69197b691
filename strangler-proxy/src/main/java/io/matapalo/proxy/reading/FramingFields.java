package io.matapalo.proxy.reading;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a head that tell where its body ends (RFC 9112 §6), and the one that tells how to
 * word a refusal. Confined to one thread.
 */
final class FramingFields {

  private static final int MAX_LENGTH_DIGITS = 18;
  private static final int MAX_PORT = 65_535;

  private int minorVersion;
  private int codings;
  private int lengths;
  private int hosts;
  private String host = "";
  private boolean chunked;
  private long length;
  private int typeStart;
  private int typeEnd;

  void reset() {
    codings = 0;
    lengths = 0;
    hosts = 0;
    chunked = false;
    length = 0;
    typeEnd = 0;
  }

  void version(int minor) {
    minorVersion = minor;
  }

  /** Whether the body comes in chunks; only once the head was checked. */
  boolean isChunked() {
    return chunked;
  }

  /** The length of a body that is not chunked; 0 if there is none. */
  long length() {
    return length;
  }

  /**
   * The media type of the body, if its field has come.
   *
   * @param start where the first byte ever given stands in this buffer
   */
  @Nullable String contentType(ByteBuffer bytes, int start) {
    return typeEnd == 0 ? null : RawText.latin1(bytes, start + typeStart, start + typeEnd);
  }

  /** One field, by the places of its name, its colon and the end of its value. */
  void field(ByteBuffer bytes, int start, int name, int colon, int end) {
    switch (colon - name) {
      case 4 -> {
        if (RawText.equalsIgnoringCase(bytes, name, colon, "host")) {
          hosts++;
          host = RawText.trimmed(bytes, colon + 1, end, host);
        }
      }
      case 12 -> {
        if (RawText.equalsIgnoringCase(bytes, name, colon, "content-type")) {
          typeStart = colon + 1 - start;
          typeEnd = end - start;
        }
      }
      case 14 -> {
        if (RawText.equalsIgnoringCase(bytes, name, colon, "content-length")) {
          lengths++;
          length = lengthIn(bytes, colon + 1, end);
        }
      }
      case 17 -> {
        if (RawText.equalsIgnoringCase(bytes, name, colon, "transfer-encoding")) {
          codings++;
          chunked = RawText.latin1(bytes, colon + 1, end).strip().equalsIgnoreCase("chunked");
        }
      }
      default -> {}
    }
  }

  /** The number between two places; -1 for what is no plain length. */
  private static long lengthIn(ByteBuffer bytes, int from, int to) {
    int first = RawText.afterBlanks(bytes, from, to);
    int end = RawText.beforeBlanks(bytes, first, to);
    if (first == end || end - first > MAX_LENGTH_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int at = first; at < end; at++) {
      int octet = bytes.get(at);
      if (octet < '0' || octet > '9') {
        return -1;
      }
      value = 10 * value + (octet - '0');
    }
    return value;
  }

  /**
   * Exactly {@code chunked}, on HTTP/1.1, without a length; or one plain length; or neither. A
   * client could otherwise smuggle a second request past the first server (RFC 9112 §11.2).
   *
   * @param authority of a target that is a whole address; else empty
   */
  void check(String authority) throws MalformedRequestException {
    checkHost(authority);
    if (codings > 0) {
      checkCoding();
      return;
    }
    if (lengths > 1 || length < 0) {
      throw ambiguous("Content-Length is repeated or no plain number");
    }
  }

  /** One host (RFC 9112 §3.2), and the same in a target that is a whole address. */
  private void checkHost(String authority) throws MalformedRequestException {
    if (hosts > 1 || (hosts == 0 && minorVersion > 0)) {
      throw Flaw.malformed("Host is missing or repeated");
    }
    if (hosts == 1 && !isAuthority(host)) {
      throw Flaw.malformed("Host is no host, or its port is none of 1 to 65535");
    }
    if (hosts == 1 && !authority.isEmpty() && !authority.equalsIgnoreCase(host)) {
      throw Flaw.malformed("target names another host than Host");
    }
  }

  /**
   * A host with a port or without (RFC 3986 §3.2.2 and §3.2.3). The server behind refuses all
   * others too, but neither logs nor counts them.
   */
  private static boolean isAuthority(String text) {
    int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
    int end = colon < 0 ? text.length() : colon;
    boolean isHost = text.startsWith("[") ? isAddress(text, end) : isName(text, end);
    return isHost && (colon < 0 || isPort(text, colon + 1));
  }

  private static boolean isPort(String text, int from) {
    int port = 0;
    for (int at = from; at < text.length(); at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9 || port > MAX_PORT) {
        return false;
      }
      port = 10 * port + digit;
    }
    return port > 0 && port <= MAX_PORT;
  }

  private static boolean isName(String text, int end) {
    for (int at = 0; at < end; at++) {
      char octet = text.charAt(at);
      boolean isEscape =
          octet == '%'
              && at + 2 < end
              && Characters.isHexDigit(text.charAt(at + 1))
              && Characters.isHexDigit(text.charAt(at + 2));
      if (!isEscape && !Characters.isHost(octet)) {
        return false;
      }
    }
    return true;
  }

  /** An IPv6 address in brackets, without a zone. */
  private static boolean isAddress(String text, int end) {
    String address = text.substring(1, Math.max(1, end - 1));
    if (text.charAt(end - 1) != ']' || !address.chars().allMatch(FramingFields::isOfAddress)) {
      return false;
    }
    try {
      Inet6Address.ofLiteral(address);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOfAddress(int octet) {
    return octet == ':' || Characters.isHexDigit(octet);
  }

  private void checkCoding() throws MalformedRequestException {
    if (lengths > 0) {
      throw ambiguous("Transfer-Encoding and Content-Length stand together");
    }
    if (minorVersion == 0) {
      throw ambiguous("Transfer-Encoding stands in an HTTP/1.0 request");
    }
    if (codings > 1) {
      throw ambiguous("Transfer-Encoding is repeated");
    }
    if (!chunked) {
      throw new Flaw(Flaw.Kind.UNKNOWN_CODING, "Transfer-Encoding is not chunked alone")
          .asException();
    }
  }

  private static MalformedRequestException ambiguous(String what) {
    return new Flaw(Flaw.Kind.AMBIGUOUS_LENGTH, what).asException();
  }
}
