package io.matapalo.proxy.reading;

import java.nio.ByteBuffer;

/**
 * The chunked coding of a request, by the grammar of RFC 9112 §7.1 and nothing beside it. Two
 * servers that read a chunk differently see two different requests, so nothing is forgiven here.
 * Extensions and trailers are checked, counted and dropped. Confined to one thread.
 */
final class ChunkGrammar {

  static final int MAX_SIZE_DIGITS = 15;

  /** Of all extensions and trailers of one body together, in bytes. */
  static final int MAX_OVERHEAD_BYTES = 16 << 10;

  private Step step = Step.SIZE;
  private int sizeDigits;
  private long remaining;
  private int overhead;

  private enum Step {
    SIZE,
    BEFORE_EXTENSION,
    BEFORE_NAME,
    NAME,
    AFTER_NAME,
    BEFORE_VALUE,
    VALUE,
    QUOTED,
    QUOTED_PAIR,
    AFTER_QUOTED,
    AFTER_VALUE,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    TRAILER_NAME,
    TRAILER_VALUE,
    TRAILER_LF,
    LAST_LF,
    DONE
  }

  /** Takes framing bytes; how many of the bytes that follow in this buffer are data. */
  int available(ByteBuffer input) throws MalformedRequestException {
    while (step != Step.DATA && step != Step.DONE && input.hasRemaining()) {
      step = after(input.get() & 0xFF);
    }
    return step == Step.DATA ? (int) Math.min(remaining, input.remaining()) : 0;
  }

  /** So many of the available bytes were taken. */
  void moved(int count) {
    remaining -= count;
    if (remaining == 0) {
      step = Step.DATA_CR;
    }
  }

  boolean isComplete() {
    return step == Step.DONE;
  }

  private Step after(int octet) throws MalformedRequestException {
    return switch (step) {
      case SIZE -> size(octet);
      case SIZE_LF -> expect(octet, '\n', remaining == 0 ? Step.TRAILER : Step.DATA);
      case DATA_CR -> expect(octet, '\r', Step.DATA_LF);
      case DATA_LF -> nextChunk(octet);
      case TRAILER, TRAILER_NAME, TRAILER_VALUE -> trailer(octet);
      case TRAILER_LF -> expect(octet, '\n', Step.TRAILER);
      case LAST_LF -> expect(octet, '\n', Step.DONE);
      case DATA, DONE -> throw new IllegalStateException("no framing byte can stand here");
      default -> extension(octet);
    };
  }

  private Step size(int octet) throws MalformedRequestException {
    if (Characters.isHexDigit(octet)) {
      if (++sizeDigits > MAX_SIZE_DIGITS) {
        throw Flaw.malformed("chunk size has more than " + MAX_SIZE_DIGITS + " digits");
      }
      remaining = remaining << 4 | Character.digit(octet, 16);
      return Step.SIZE;
    }
    if (sizeDigits == 0) {
      throw Flaw.malformed("chunk has no size");
    }
    return endOf(octet, Step.BEFORE_EXTENSION, "chunk size is followed by a forbidden byte");
  }

  /** {@code *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )}. */
  private Step extension(int octet) throws MalformedRequestException {
    countOverhead();
    boolean blank = Characters.isBlank(octet);
    boolean token = Characters.isToken(octet);
    return switch (step) {
      case BEFORE_EXTENSION, AFTER_VALUE -> blank ? step : expect(octet, ';', Step.BEFORE_NAME);
      case BEFORE_NAME -> blank ? step : name(token);
      case NAME -> token ? step : afterName(octet);
      case AFTER_NAME -> blank ? step : valueOrNext(octet);
      case BEFORE_VALUE -> blank ? step : value(octet, token);
      case VALUE -> token ? step : endOf(octet, Step.AFTER_VALUE, "extension has a bad value");
      case QUOTED -> quoted(octet);
      case QUOTED_PAIR -> text(octet);
      case AFTER_QUOTED -> endOf(octet, Step.AFTER_VALUE, "quoted value is followed by a byte");
      default -> throw new IllegalStateException("not within an extension: " + step);
    };
  }

  private static Step name(boolean token) throws MalformedRequestException {
    if (!token) {
      throw Flaw.malformed("chunk extension has no name");
    }
    return Step.NAME;
  }

  private static Step afterName(int octet) throws MalformedRequestException {
    return octet == '='
        ? Step.BEFORE_VALUE
        : endOf(octet, Step.AFTER_NAME, "extension has a name with a forbidden byte");
  }

  private static Step valueOrNext(int octet) throws MalformedRequestException {
    return octet == '=' ? Step.BEFORE_VALUE : expect(octet, ';', Step.BEFORE_NAME);
  }

  private static Step value(int octet, boolean token) throws MalformedRequestException {
    if (octet == '"') {
      return Step.QUOTED;
    }
    if (!token) {
      throw Flaw.malformed("chunk extension has no value after its equals sign");
    }
    return Step.VALUE;
  }

  private static Step quoted(int octet) throws MalformedRequestException {
    return switch (octet) {
      case '"' -> Step.AFTER_QUOTED;
      case '\\' -> Step.QUOTED_PAIR;
      default -> text(octet);
    };
  }

  private static Step text(int octet) throws MalformedRequestException {
    if (!Characters.isText(octet)) {
      throw Flaw.malformed("quoted value of a chunk extension has a control character");
    }
    return Step.QUOTED;
  }

  /**
   * What may follow a size, a name or a value: a blank, the next extension, the end of the line.
   */
  private static Step endOf(int octet, Step afterBlank, String complaint)
      throws MalformedRequestException {
    return switch (octet) {
      case '\r' -> Step.SIZE_LF;
      case ';' -> Step.BEFORE_NAME;
      case ' ', '\t' -> afterBlank;
      default -> throw Flaw.malformed(complaint);
    };
  }

  private Step nextChunk(int octet) throws MalformedRequestException {
    sizeDigits = 0;
    return expect(octet, '\n', Step.SIZE);
  }

  private Step trailer(int octet) throws MalformedRequestException {
    countOverhead();
    boolean token = Characters.isToken(octet);
    return switch (step) {
      case TRAILER -> token ? Step.TRAILER_NAME : expect(octet, '\r', Step.LAST_LF);
      case TRAILER_NAME -> token ? step : expect(octet, ':', Step.TRAILER_VALUE);
      default -> Characters.isText(octet) ? step : expect(octet, '\r', Step.TRAILER_LF);
    };
  }

  private void countOverhead() throws MalformedRequestException {
    if (++overhead > MAX_OVERHEAD_BYTES) {
      throw Flaw.malformed("chunk extensions and trailers exceed " + MAX_OVERHEAD_BYTES + " bytes");
    }
  }

  private static Step expect(int octet, char wanted, Step following)
      throws MalformedRequestException {
    if (octet != wanted) {
      throw Flaw.malformed("chunked body has a byte where its grammar has another");
    }
    return following;
  }
}
