package io.matapalo.proxy.answer;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the body in the bytes after an answer's head (RFC 9112 §6.3). The caller asks how many of
 * the next bytes are body, moves them, and says how many it moved. Confined to one thread.
 */
public abstract sealed class AnswerBody
    permits AnswerBody.FixedLength, AnswerBody.UntilClose, ChunkedBody {

  private static final int MAX_LENGTH_DIGITS = 18;

  /** The body that follows this head, in answer to a request with this method. */
  public static AnswerBody after(AnswerHead head, String requestMethod)
      throws MalformedAnswerException {
    HeaderMap fields = head.fields();
    HeaderValues coding = fields.get(Headers.TRANSFER_ENCODING);
    HeaderValues length = fields.get(Headers.CONTENT_LENGTH);
    int status = head.status();
    if (requestMethod.equals("HEAD") || status == 204 || status == 304) {
      return new FixedLength(0);
    }
    if (coding != null) {
      return chunked(head, coding, length);
    }
    if (length != null) {
      return new FixedLength(lengthOf(length));
    }
    return new UntilClose();
  }

  /** A body of so many bytes. */
  public static AnswerBody ofLength(long bytes) {
    return new FixedLength(bytes);
  }

  private static AnswerBody chunked(
      AnswerHead head, HeaderValues coding, @Nullable HeaderValues length)
      throws MalformedAnswerException {
    boolean good =
        coding.size() == 1
            && coding.getFirst().equalsIgnoreCase("chunked")
            && length == null
            && head.minorVersion() >= 1;
    if (!good) {
      throw new MalformedAnswerException("answer has a Transfer-Encoding other than chunked alone");
    }
    return new ChunkedBody();
  }

  private static long lengthOf(HeaderValues values) throws MalformedAnswerException {
    String text = values.getFirst();
    boolean good =
        values.size() == 1
            && !text.isEmpty()
            && text.length() <= MAX_LENGTH_DIGITS
            && hasDigitsAlone(text);
    if (!good) {
      throw new MalformedAnswerException("answer has no single plain Content-Length");
    }
    return Long.parseLong(text);
  }

  private static boolean hasDigitsAlone(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * How many bytes from the buffer's position on are body; takes framing bytes that stand before
   * them. 0 if there are none in this buffer.
   */
  public abstract int available(ByteBuffer input) throws MalformedAnswerException;

  /** So many of the available bytes were taken from the buffer. */
  public abstract void moved(int count);

  /** Whether the whole body was moved. */
  public abstract boolean isComplete();

  /** Whether the end of the connection is the end of the body. */
  public boolean endsWithConnection() {
    return false;
  }

  /** The length for the client's {@code Content-Length}; -1 if it is not known. */
  public long knownLength() {
    return -1;
  }

  /** A body with {@code Content-Length}, or none. Confined to one thread. */
  static final class FixedLength extends AnswerBody {

    private final long length;
    private long remaining;

    FixedLength(long length) {
      this.length = length;
      this.remaining = length;
    }

    @Override
    public int available(ByteBuffer input) {
      return (int) Math.min(remaining, input.remaining());
    }

    @Override
    public void moved(int count) {
      remaining -= count;
    }

    @Override
    public boolean isComplete() {
      return remaining == 0;
    }

    @Override
    public long knownLength() {
      return length;
    }
  }

  /** A body without any length. Confined to one thread. */
  static final class UntilClose extends AnswerBody {

    @Override
    public int available(ByteBuffer input) {
      return input.remaining();
    }

    @Override
    public void moved(int count) {}

    @Override
    public boolean isComplete() {
      return false;
    }

    @Override
    public boolean endsWithConnection() {
      return true;
    }
  }
}
