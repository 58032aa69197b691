package io.matapalo.fastpath.checkout;

import java.nio.ByteBuffer;

/** An answer as it goes out. Immutable. */
public final class CheckoutAnswer {

  private final Kind kind;
  private final byte[] body;

  private CheckoutAnswer(Kind kind, byte[] body) {
    this.kind = kind;
    this.body = body;
  }

  static CheckoutAnswer response(byte[] body) {
    return new CheckoutAnswer(Kind.RESPONSE, body);
  }

  static CheckoutAnswer fault(byte[] body) {
    return new CheckoutAnswer(Kind.FAULT, body);
  }

  /** Whether it is a fault, which SOAP 1.1 §6.2 sends with status 500. */
  public enum Kind {
    RESPONSE,
    FAULT
  }

  public Kind kind() {
    return kind;
  }

  /** The SOAP message, to be read only. */
  public ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }
}
