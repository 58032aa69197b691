package io.matapalo.proxy.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A request of the warm-up and its answer. Each kind goes another way through the proxy, because
 * the compiler leaves out what has never happened, and begins again when a client needs it.
 */
enum Exchange {
  PAGE(0, Message.get("", Fields.OF_BROWSER), Message.ok(400, Fields.OF_SERVER)),
  CALL(
      1,
      Message.post(Fields.OF_CALL, Message.envelope("s", Message.header("s"))),
      Message.ok(1_000, Fields.OF_SERVER)),
  /** A call that begins like none before, so that it has to be parsed. */
  FRESH_CALL(
      2,
      Message.post(Fields.OF_PLAIN_CALL, Message.envelope("soap", Message.header("soap"))),
      Message.ok(1_000, Fields.OF_PLAIN_SERVER)),
  FAULT(3, Message.post(Fields.OF_PLAIN_CALL, Message.envelope("s", "")), Message.fault()),
  /** A page that is longer than a buffer of the proxy. */
  LONG_PAGE(4, Message.get("?long", Fields.OF_PROGRAM), Message.ok(40_000, Fields.OF_PLAIN_SERVER)),
  PLAIN_PAGE(5, Message.get("", Fields.OF_PROGRAM), Message.ok(100, Fields.OF_PLAIN_SERVER)),
  PLAIN_CALL(
      6,
      Message.post(Fields.OF_PLAIN_CALL, Message.envelope("soapenv", "")),
      Message.ok(300, Fields.OF_SERVER)),
  /** Has to be parsed, too. */
  FRESH_PLAIN_CALL(
      7,
      Message.post(Fields.OF_CALL, Message.envelope("soapenv", Message.comment())),
      Message.ok(300, Fields.OF_SERVER));

  /** Room for any request and any answer. */
  static final int MOST_BYTES = 48 << 10;

  private static final Exchange[] ALL = values();

  private final String request;
  private final String answer;
  private final int numberAt;

  Exchange(int kind, String request, String answer) {
    this.request = Message.ofKind(kind, request);
    this.answer = answer;
    this.numberAt = Message.numberIn(this.request);
  }

  /** Some clients and servers write many fields, others few. */
  private static final class Fields {

    private static final String OF_PROGRAM = Message.lines("Host: warm-up");
    private static final String OF_BROWSER =
        Message.lines(
            "Host: warm-up:80",
            "User-Agent: matapalo",
            "Accept: */*",
            "Accept-Encoding: gzip",
            "Accept-Language: en",
            "Cache-Control: no-cache",
            "Pragma: no-cache",
            "Cookie: warm=up",
            "Referer: http://warm-up/",
            "X-Warm-Up: yes",
            "Connection: keep-alive");
    private static final String OF_CALL =
        OF_BROWSER + Message.lines("Content-Type: text/xml; charset=utf-8", "SOAPAction: \"\"");
    private static final String OF_PLAIN_CALL =
        OF_PROGRAM
            + Message.lines("Content-Type: text/xml", "SOAPAction: \"" + Message.ELEMENT + "\"");
    private static final String OF_PLAIN_SERVER = Message.lines("Content-Type: text/xml");
    private static final String OF_SERVER =
        Message.lines(
            "Server: warm-up",
            "Date: Thu, 01 Jan 1970 00:00:00 GMT",
            "Content-Type: text/html",
            "Connection: keep-alive",
            "Vary: Accept",
            "Cache-Control: no-cache",
            "Expires: 0",
            "Pragma: no-cache",
            "Accept-Ranges: bytes",
            "ETag: \"1\"",
            "X-Warm-Up: yes");
  }

  /** The one that is sent for the number-th time: calls for the most part. */
  static Exchange at(int number) {
    return switch (number % 16) {
      case 0, 8 -> PAGE;
      case 1, 5, 9 -> CALL;
      case 2, 6 -> FRESH_CALL;
      case 4, 12 -> PLAIN_PAGE;
      case 7 -> FAULT;
      case 10, 14 -> FRESH_PLAIN_CALL;
      case 15 -> LONG_PAGE;
      default -> PLAIN_CALL;
    };
  }

  /** Puts the request into the buffer, ready to be sent. */
  void ask(ByteBuffer buffer, int number) {
    buffer.clear().put(request.getBytes(US_ASCII));
    if (numberAt > 0) {
      Message.number(buffer, numberAt, this == CALL ? 0 : number);
    }
    buffer.flip();
  }

  /** The one whose request is in this buffer. */
  static Exchange of(ByteBuffer request) {
    return ALL[Math.clamp(Message.kind(request), 0, ALL.length - 1)];
  }

  /** Puts the answer into the buffer, ready to be sent. */
  void answer(ByteBuffer buffer) {
    buffer.clear().put(answer.getBytes(US_ASCII)).flip();
  }
}
