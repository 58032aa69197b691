package io.matapalo.fastpath.operation;

/** A request is refused before its work begins, because too much is under way. */
public final class Overloaded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Overloaded() {
    // Shedding must be cheap: no stack trace.
    super("too much is under way", null, false, false);
  }
}
