package io.matapalo.proxy.answer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The body of an answer to a {@code GET}, gathered until it is whole or too large. Keeps the bytes
 * as they came, so that a body that is too large can still be passed on from its beginning.
 * Confined to one thread.
 */
public final class GatheredBody {

  /** Chunks of a few bytes have more framing than content. */
  private static final int MOST_FRAMING = 2;

  private final AnswerHead head;
  private final AnswerBody body;
  private final int maxBytes;
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private long length;
  private boolean connectionEnded;

  /**
   * Nothing gathered so far.
   *
   * @param body that follows the head; nobody else moves it
   * @param maxBytes largest body that is gathered as a whole
   */
  public GatheredBody(AnswerHead head, AnswerBody body, int maxBytes) {
    this.head = head;
    this.body = body;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes what belongs to the body.
   *
   * @return whether there is nothing more to take: the body is whole, or too large
   */
  public boolean take(ByteBuffer input) throws MalformedAnswerException {
    ByteBuffer taken = input.duplicate();
    int available;
    while (!isTooLarge() && (available = body.available(input)) > 0) {
      input.position(input.position() + available);
      body.moved(available);
      length += available;
    }
    byte[] bytes = new byte[input.position() - taken.position()];
    taken.get(bytes);
    raw.writeBytes(bytes);
    return body.isComplete() || isTooLarge();
  }

  private boolean isTooLarge() {
    return length > maxBytes || raw.size() > MOST_FRAMING * maxBytes;
  }

  /** The connection has ended, and with it a body without a length. */
  public void connectionEnded() {
    connectionEnded = true;
  }

  /** Whether the body is here to its last byte, and not too large. */
  public boolean isWhole() {
    return !isTooLarge() && (body.isComplete() || (connectionEnded && body.endsWithConnection()));
  }

  /** The bytes that were taken, framing included. */
  public ByteBuffer raw() {
    return ByteBuffer.wrap(raw.toByteArray());
  }

  /** The body as it was before anything was taken. */
  public AnswerBody again() throws MalformedAnswerException {
    return AnswerBody.after(head, "GET");
  }

  /** The bytes of the body that were taken, without framing. */
  public byte[] content() throws MalformedAnswerException {
    ByteBuffer rest = raw();
    AnswerBody fresh = again();
    ByteArrayOutputStream content = new ByteArrayOutputStream((int) length);
    int available;
    while ((available = fresh.available(rest)) > 0) {
      byte[] bytes = new byte[available];
      rest.get(bytes);
      fresh.moved(available);
      content.writeBytes(bytes);
    }
    return content.toByteArray();
  }
}
