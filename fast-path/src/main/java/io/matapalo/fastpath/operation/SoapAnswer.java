package io.matapalo.fastpath.operation;

import io.matapalo.fastpath.soap.SoapWriter;
import java.nio.ByteBuffer;

/** An answer as it goes out. Immutable. */
public final class SoapAnswer {

  private final Kind kind;
  private final byte[] body;

  private SoapAnswer(Kind kind, byte[] body) {
    this.kind = kind;
    this.body = body;
  }

  static SoapAnswer response(byte[] body) {
    return new SoapAnswer(Kind.RESPONSE, body);
  }

  static SoapAnswer fault(byte[] body) {
    return new SoapAnswer(Kind.FAULT, body);
  }

  /** What a client is told of anything that is not in the contract. */
  public static SoapAnswer internalError() {
    return fault(SoapWriter.fault(SoapWriter.FaultSide.SERVER, "internal error"));
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
