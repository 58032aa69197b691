package io.matapalo.proxy.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** The bytes of the warm-up's messages, whose kind and end can be told without reading HTTP. */
final class Message {

  static final String PATH = "/warm-up";
  static final String NAMESPACE = "urn:matapalo:warm-up";
  static final String ELEMENT = "call";

  private static final int DIGITS = 8;
  private static final String ID = "<id>";
  private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");
  private static final byte[] END_OF_CALL = bytes("Envelope>");
  private static final byte[] END_OF_TEXT = bytes("text#");
  private static final byte[] END_OF_CHUNKS = bytes("\n0\r\n\r\n");

  /** Where the digits of the id begin in each call. */
  private static final int CALL_ID = post(0).indexOf(ID) + ID.length();

  private Message() {}

  static String get(int kind) {
    return "GET " + PATH + "?" + kind + " HTTP/1.1\r\n" + fields() + "\r\n";
  }

  static String post(int kind) {
    String envelope =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
        <s:Header>\
        """
            + ID
            + "0".repeat(DIGITS)
            + "</id></s:Header>\n<s:Body><"
            + ELEMENT
            + " xmlns=\""
            + NAMESPACE
            + "\">\n"
            + "<line><code>standing</code><quantity>2</quantity></line>\n".repeat(40)
            + "</"
            + ELEMENT
            + "></s:Body></s:Envelope>";
    return "POST "
        + PATH
        + "?"
        + kind
        + " HTTP/1.1\r\n"
        + fields()
        + "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"\"\r\nContent-Length: "
        + envelope.length()
        + "\r\n\r\n"
        + envelope;
  }

  private static String fields() {
    return "Host: warm-up\r\nUser-Agent: matapalo\r\nAccept: */*\r\nConnection: keep-alive\r\n";
  }

  static String ok(int length) {
    return "HTTP/1.1 200 OK\r\nServer: warm-up\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
        + "Content-Type: text/html\r\nConnection: keep-alive\r\nContent-Length: "
        + length
        + "\r\n\r\n"
        + text(length);
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

  /** Writes a number into the id of a call, so that the call begins like none before. */
  static void number(ByteBuffer call, int number) {
    int rest = number;
    for (int i = CALL_ID + DIGITS - 1; i >= CALL_ID; i--) {
      call.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }

  /** The digit behind the question mark of a request in this buffer; 0 if a stranger sent it. */
  static int kind(ByteBuffer request) {
    int last = request.position() - 1;
    int at = 0;
    while (at < last && request.get(at) != '?') {
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
