package io.matapalo.fastpath.checkout;

/** An answer as it goes out. The array is not shared. */
public record CheckoutAnswer(Kind kind, byte[] body) {

  /** Whether it is a fault, which SOAP 1.1 §6.2 sends with status 500. */
  public enum Kind {
    RESPONSE,
    FAULT
  }

  /** The kind and size; bodies hold customers' data. */
  @Override
  public String toString() {
    return "CheckoutAnswer[kind=" + kind + ", bytes=" + body.length + "]";
  }
}
