package io.matapalo.fastpath.operation;

/** A request is refused, in the contract's words. The client gets a fault of the service. */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FaultCode code;
  private final String words;

  /**
   * A refusal.
   *
   * @param words what the contract says, as the client is to read it
   */
  public Refused(FaultCode code, String words) {
    // Refusing is part of the contract and no trouble: no stack trace.
    super(code + ": " + words, null, false, false);
    this.code = code;
    this.words = words;
  }

  /** A value of the request breaks a rule of the contract. */
  public static Refused invalid(String words) {
    return new Refused(FaultCode.INVALID_REQUEST, words);
  }

  public FaultCode code() {
    return code;
  }

  public String words() {
    return words;
  }
}
