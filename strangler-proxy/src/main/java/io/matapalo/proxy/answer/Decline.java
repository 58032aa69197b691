package io.matapalo.proxy.answer;

import io.matapalo.proxy.cutover.Side;
import io.undertow.util.HttpString;

/**
 * How the fast path says that it did nothing with a request and legacy should have it: status 421
 * (RFC 9110 §15.5.20) and this field with the reason.
 */
public final class Decline {

  /** Names the reason. */
  public static final HttpString FIELD = HttpString.tryFromString("X-Matapalo-Decline");

  private static final int MISDIRECTED_REQUEST = 421;

  private Decline() {}

  /** Whether an answer of this side says so. */
  public static boolean isIn(AnswerHead head, Side side) {
    return side == Side.FAST
        && head.status() == MISDIRECTED_REQUEST
        && head.fields().contains(FIELD);
  }
}
