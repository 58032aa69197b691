package io.matapalo.proxy.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** The bytes of the warm-up's messages, whose kind and end can be told without reading HTTP. */
final class Message {

  static final String PATH = "/warm-up";
  static final String NAMESPACE = "urn:matapalo:warm-up";
  static final String ELEMENT = "call";

  private static final int DIGITS = 8;
  private static final String NUMBER = "number:";
  private static final char KIND = '#';
  private static final String LINE = "<line><code>standing</code><quantity>2</quantity></line>\n";
  private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");
  private static final byte[] END_OF_CALL = bytes("Envelope>");
  private static final byte[] END_OF_TEXT = bytes("text#");
  private static final byte[] END_OF_CHUNKS = bytes("\n0\r\n\r\n");

  private Message() {}

  static String lines(String... fields) {
    return String.join("\r\n", fields) + "\r\n";
  }

  static String get(String query, String fields) {
    return "GET " + PATH + query + " HTTP/1.1\r\n" + fields + "\r\n";
  }

  static String post(String fields, String envelope) {
    return "POST "
        + PATH
        + " HTTP/1.1\r\n"
        + fields
        + "Content-Length: "
        + envelope.length()
        + "\r\n\r\n"
        + envelope;
  }

  /**
   * A SOAP message.
   *
   * @param beforeBody may be empty
   */
  static String envelope(String prefix, String beforeBody) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <%1$s:Envelope xmlns:%1$s="http://schemas.xmlsoap.org/soap/envelope/">
    %2$s<%1$s:Body><%3$s xmlns="%4$s">
    %5$s</%3$s></%1$s:Body></%1$s:Envelope>\
    """
        .formatted(prefix, beforeBody, ELEMENT, NAMESPACE, LINE.repeat(40));
  }

  static String header(String prefix) {
    return "<%1$s:Header><id xmlns=\"urn:id\">%2$s</id></%1$s:Header>\n"
        .formatted(prefix, NUMBER + "0".repeat(DIGITS));
  }

  static String comment() {
    return "<!--" + NUMBER + "0".repeat(DIGITS) + "-->";
  }

  /** The same request with a field that tells its kind. */
  static String ofKind(int kind, String request) {
    int at = request.indexOf("\r\n") + 2;
    return request.substring(0, at) + "Kind: " + KIND + kind + "\r\n" + request.substring(at);
  }

  static String ok(int length, String fields) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + length + "\r\n\r\n" + text(length);
  }

  static String fault() {
    int length = 2_000;
    return "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/xml\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(length)
        + "\r\n"
        + text(length)
        + "\r\n0\r\n\r\n";
  }

  private static String text(int length) {
    String end = new String(END_OF_TEXT, US_ASCII);
    return "-".repeat(length - end.length()) + end;
  }

  /** Where the digits of the number begin in a call; 0 if it has none. */
  static int numberIn(String call) {
    int at = call.indexOf(NUMBER);
    return at < 0 ? 0 : at + NUMBER.length();
  }

  /** Writes a number into a call, so that the call begins like none before. */
  static void number(ByteBuffer call, int numberAt, int number) {
    int rest = number;
    for (int i = numberAt + DIGITS - 1; i >= numberAt; i--) {
      call.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }

  /** The kind of a request in this buffer; 0 if a stranger sent it. */
  static int kind(ByteBuffer request) {
    int last = request.position() - 1;
    int at = 0;
    while (at < last && request.get(at) != KIND) {
      at++;
    }
    return at < last ? request.get(at + 1) - '0' : 0;
  }

  /** Whether the bytes up to the buffer's position end a request. */
  static boolean endsRequest(ByteBuffer bytes) {
    return bytes.position() > 0 && endsWith(bytes, bytes.get(0) == 'G' ? END_OF_HEAD : END_OF_CALL);
  }

  /** Whether the bytes up to the buffer's position end an answer. */
  static boolean endsAnswer(ByteBuffer bytes) {
    return endsWith(bytes, END_OF_TEXT) || endsWith(bytes, END_OF_CHUNKS);
  }

  private static boolean endsWith(ByteBuffer bytes, byte[] end) {
    int from = bytes.position() - end.length;
    if (from < 0) {
      return false;
    }
    for (int i = 0; i < end.length; i++) {
      if (bytes.get(from + i) != end[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
