package io.matapalo.proxy.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A request of the warm-up and its answer. Each kind goes another way through the proxy, because
 * the compiler leaves out what has never happened, and begins again when a client needs it.
 */
enum Exchange {
  PAGE(Message.get(0), Message.ok(400)),
  CALL(Message.post(1), Message.ok(1_000)),
  /** A call that begins like none before, so that it has to be parsed. */
  FRESH_CALL(Message.post(2), Message.ok(1_000)),
  FAULT(Message.post(3), Message.fault()),
  /** A page that is longer than a buffer of the proxy. */
  LONG_PAGE(Message.get(4), Message.ok(40_000));

  /** Room for any request and any answer. */
  static final int MOST_BYTES = 48 << 10;

  private static final Exchange[] ALL = values();

  private final String request;
  private final String answer;

  Exchange(String request, String answer) {
    this.request = request;
    this.answer = answer;
  }

  /** The one that is sent for the number-th time: calls for the most part. */
  static Exchange at(int number) {
    return switch (number % 8) {
      case 0, 4 -> PAGE;
      case 1, 5, 6 -> CALL;
      case 2, 3 -> FRESH_CALL;
      default -> number % 16 < 8 ? FAULT : LONG_PAGE;
    };
  }

  /** Puts the request into the buffer, ready to be sent. */
  void ask(ByteBuffer buffer, int number) {
    buffer.clear().put(request.getBytes(US_ASCII));
    if (this == FRESH_CALL) {
      Message.number(buffer, number);
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
