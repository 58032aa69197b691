package io.matapalo.proxy.reading;

/**
 * Why a request cannot be read.
 *
 * @param what one sentence for the log, without any byte of the request
 */
public record Flaw(Kind kind, String what) {

  /** What the client is told. */
  public enum Kind {
    MALFORMED,
    AMBIGUOUS_LENGTH,
    UNKNOWN_CODING,
    HEAD_TOO_LARGE,
    UNKNOWN_VERSION
  }

  static MalformedRequestException malformed(String what) {
    return new MalformedRequestException(new Flaw(Kind.MALFORMED, what));
  }

  MalformedRequestException asException() {
    return new MalformedRequestException(this);
  }
}
