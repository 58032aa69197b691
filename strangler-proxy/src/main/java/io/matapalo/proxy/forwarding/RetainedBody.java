package io.matapalo.proxy.forwarding;

import java.nio.ByteBuffer;

/**
 * The first bytes of a request body, kept until the answer: in them the operation is looked for,
 * and if they are all of it the request can be sent again. The array is not copied: nobody writes
 * to it.
 */
final class RetainedBody {

  private static final RetainedBody NONE = new RetainedBody(new byte[0], Extent.WHOLE);

  private final byte[] bytes;
  private final Extent extent;

  RetainedBody(byte[] bytes, Extent extent) {
    this.bytes = bytes;
    this.extent = extent;
  }

  /** How much of the body this is. */
  enum Extent {
    WHOLE,
    BEGINNING
  }

  static RetainedBody none() {
    return NONE;
  }

  boolean isWhole() {
    return extent == Extent.WHOLE;
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  int length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  /** A view to be sent; each call gives a fresh one. */
  ByteBuffer toSend() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
