package io.matapalo.fastpath.operation;

/**
 * A request is refused for its header, whatever its operation: a fault of the client without
 * detail.
 */
public final class NotAdmitted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String words;

  /** With what the contract says, as the client is to read it. */
  public NotAdmitted(String words) {
    // Refusing is part of the contract and no trouble: no stack trace.
    super(words, null, false, false);
    this.words = words;
  }

  public String words() {
    return words;
  }
}
