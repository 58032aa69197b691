package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.cutover.Side;
import io.undertow.util.HttpString;

/**
 * How the fast path says that it did nothing with a request and legacy should have it: status 421
 * (RFC 9110 §15.5.20) and this field with the reason.
 */
final class Decline {

  static final HttpString FIELD = HttpString.tryFromString("X-Matapalo-Decline");
  private static final int MISDIRECTED_REQUEST = 421;

  private Decline() {}

  static boolean isIn(AnswerHead head, Side side) {
    return side == Side.FAST
        && head.status() == MISDIRECTED_REQUEST
        && head.fields().contains(FIELD);
  }
}
