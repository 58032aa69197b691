package io.matapalo.fastpath.soap;

/**
 * The request is left to legacy: it cannot be read here, or its reading there might differ. Thrown
 * before any side effect. The reason is a short token without any of the request's content.
 */
public final class Declined extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  public Declined(String reason) {
    // Declining is part of the contract, and frequent under attack: no stack trace.
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** Such as {@code not-well-formed}. */
  public String reason() {
    return reason;
  }
}
