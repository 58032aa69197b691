package io.matapalo.proxy.answer;

import io.undertow.util.HeaderMap;
import java.nio.ByteBuffer;

/**
 * An answer that is here to its last byte, for several clients. The fields are not to be changed.
 *
 * @param fields without those of a single hop
 */
public record WholeAnswer(int status, HeaderMap fields, ByteBuffer body) {

  public WholeAnswer {
    body = body.asReadOnlyBuffer();
  }

  /** A view of its own for each reader. */
  @Override
  public ByteBuffer body() {
    return body.duplicate();
  }
}
