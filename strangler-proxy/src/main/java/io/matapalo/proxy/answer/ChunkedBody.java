package io.matapalo.proxy.answer;

import java.nio.ByteBuffer;

/**
 * A body in chunks (RFC 9112 §7.1), read strictly: anything but hexadecimal sizes and CRLF ends it.
 * Extensions and trailers are read over. Confined to one thread.
 */
final class ChunkedBody extends AnswerBody {

  private static final int MAX_SIZE_DIGITS = 15;
  private static final int MAX_OVERHEAD_BYTES = 16 << 10;

  private Step step = Step.SIZE;
  private int sizeDigits;
  private long remaining;
  private int overhead;
  private boolean trailerLineEmpty = true;

  private enum Step {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    TRAILER_LF,
    DONE
  }

  @Override
  public int available(ByteBuffer input) throws MalformedAnswerException {
    while (step != Step.DATA && step != Step.DONE && input.hasRemaining()) {
      step = after(input.get());
    }
    return step == Step.DATA ? (int) Math.min(remaining, input.remaining()) : 0;
  }

  @Override
  public void moved(int count) {
    remaining -= count;
    if (remaining == 0) {
      step = Step.DATA_CR;
    }
  }

  @Override
  public boolean isComplete() {
    return step == Step.DONE;
  }

  private Step after(byte next) throws MalformedAnswerException {
    return switch (step) {
      case SIZE -> size(next);
      case EXTENSION -> extension(next);
      case SIZE_LF -> sizeEnd(next);
      case DATA_CR -> expect(next, '\r', Step.DATA_LF);
      case DATA_LF -> nextChunk(next);
      case TRAILER -> trailer(next);
      case TRAILER_LF -> trailerEnd(next);
      case DATA, DONE -> throw new IllegalStateException("no framing byte can stand here");
    };
  }

  private Step size(byte next) throws MalformedAnswerException {
    int digit = Character.digit(next, 16);
    if (next > 0 && digit >= 0) {
      if (++sizeDigits > MAX_SIZE_DIGITS) {
        throw new MalformedAnswerException("chunk size has more than 15 digits");
      }
      remaining = remaining << 4 | digit;
      return Step.SIZE;
    }
    if (sizeDigits == 0) {
      throw new MalformedAnswerException("chunk has no size");
    }
    return switch (next) {
      case '\r' -> Step.SIZE_LF;
      case ';', ' ', '\t' -> Step.EXTENSION;
      default -> throw new MalformedAnswerException("chunk size has a forbidden byte");
    };
  }

  private Step extension(byte next) throws MalformedAnswerException {
    countOverhead();
    if (next == '\n') {
      throw new MalformedAnswerException("chunk extension ends without CR");
    }
    return next == '\r' ? Step.SIZE_LF : Step.EXTENSION;
  }

  private Step sizeEnd(byte next) throws MalformedAnswerException {
    sizeDigits = 0;
    return expect(next, '\n', remaining == 0 ? Step.TRAILER : Step.DATA);
  }

  private Step nextChunk(byte next) throws MalformedAnswerException {
    return expect(next, '\n', Step.SIZE);
  }

  private Step trailer(byte next) throws MalformedAnswerException {
    countOverhead();
    if (next == '\r') {
      return Step.TRAILER_LF;
    }
    if (next == '\n') {
      throw new MalformedAnswerException("trailer ends without CR");
    }
    trailerLineEmpty = false;
    return Step.TRAILER;
  }

  private Step trailerEnd(byte next) throws MalformedAnswerException {
    Step following = trailerLineEmpty ? Step.DONE : Step.TRAILER;
    trailerLineEmpty = true;
    return expect(next, '\n', following);
  }

  private void countOverhead() throws MalformedAnswerException {
    if (++overhead > MAX_OVERHEAD_BYTES) {
      throw new MalformedAnswerException("chunk extensions or trailers are too long");
    }
  }

  private static Step expect(byte next, char wanted, Step following)
      throws MalformedAnswerException {
    if (next != wanted) {
      throw new MalformedAnswerException("chunk is not ended by CRLF");
    }
    return following;
  }
}
