package io.matapalo.proxy.answer;

import java.io.IOException;

/** An upstream's answer that is not HTTP/1.x, or whose end cannot be told for certain. */
public final class MalformedAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  public MalformedAnswerException(String message) {
    super(message);
  }
}
