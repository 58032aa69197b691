package io.matapalo.proxy.exchange;

import java.nio.ByteBuffer;

/**
 * The first bytes of a request body, kept until the answer: in them the operation is looked for,
 * and if they are all of it the request can be sent again. The array is not copied: nobody writes
 * to it.
 */
public final class RetainedBody {

  private static final RetainedBody NONE = new RetainedBody(new byte[0], Extent.WHOLE);

  private final byte[] bytes;
  private final Extent extent;

  /** The first bytes, or all, of a body. */
  public RetainedBody(byte[] bytes, Extent extent) {
    this.bytes = bytes;
    this.extent = extent;
  }

  /** How much of the body this is. */
  public enum Extent {
    WHOLE,
    BEGINNING
  }

  /** The body of a request that has none. */
  public static RetainedBody none() {
    return NONE;
  }

  /** Whether nothing follows, so that the request can be sent again. */
  public boolean isWhole() {
    return extent == Extent.WHOLE;
  }

  /** Whether there is not one byte. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** How many bytes are kept. */
  public int length() {
    return bytes.length;
  }

  /** The bytes themselves; not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** A view to be sent; each call gives a fresh one. */
  public ByteBuffer toSend() {
    return ByteBuffer.wrap(bytes);
  }
}
