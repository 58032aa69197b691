package io.matapalo.proxy.reading;

import java.nio.ByteBuffer;

/**
 * Checks the head of a request by the grammar of RFC 9112 §2 to §5, in pieces of any size, and
 * finds its end. All offsets count from the first byte given. Two things are changed in place,
 * because the server below would refuse or misread them: a folded field becomes one line (§5.2),
 * and the target a path of the same length, after it was kept as it came. Confined to one thread.
 */
final class HeadScanner {

  private static final int VERSION_LENGTH = 8;

  private final int maxBytes;
  private final int maxFields;
  private final FramingFields framing = new FramingFields();
  private Step step = Step.START;
  private int next;
  private int skipped;
  private int begun;
  private int targetEscapes;
  private int targetUnusual;
  private int fieldCount;
  private int nameStart = -1;
  private int colon;
  private int valueEnd;
  private Target target = Target.NONE;

  private enum Step {
    START,
    START_LF,
    METHOD,
    TARGET,
    VERSION,
    VERSION_LF,
    LINE,
    NAME,
    VALUE,
    VALUE_LF,
    END_LF,
    DONE
  }

  HeadScanner(int maxBytes, int maxFields) {
    this.maxBytes = maxBytes;
    this.maxFields = maxFields;
  }

  /** Gets ready for the head of another request. */
  void reset() {
    framing.reset();
    step = Step.START;
    next = 0;
    skipped = 0;
    begun = 0;
    targetEscapes = 0;
    targetUnusual = 0;
    fieldCount = 0;
    nameStart = -1;
  }

  /**
   * Looks at the bytes that it has not seen yet; true once the head is whole.
   *
   * @param start where the first byte ever given stands in this buffer
   */
  boolean scan(ByteBuffer bytes, int start, int end) throws MalformedRequestException {
    int at = start + next;
    while (at < end && step != Step.DONE) {
      step = after(bytes, start, at);
      at = step == Step.VALUE ? afterText(bytes, at + 1, end) : at + 1;
    }
    next = at - start;
    if (next > maxBytes) {
      throw tooLarge("head is larger than max-header-bytes");
    }
    return step == Step.DONE;
  }

  /** Where the first byte stands that may end a value, or the end. */
  private static int afterText(ByteBuffer bytes, int from, int end) {
    int at = from;
    while (at < end && bytes.get(at) > '\r') {
      at++;
    }
    return at;
  }

  /** How many bytes were looked at; once the head is whole, its length with what is skipped. */
  int length() {
    return next;
  }

  /** How many bytes of empty lines stand before the request line (RFC 9112 §2.2). */
  int skipped() {
    return skipped;
  }

  /** Whether no byte of the head itself has come. */
  boolean isUntouched() {
    return next == skipped;
  }

  FramingFields framing() {
    return framing;
  }

  /** The target as it came; the same object as before if the target is the same. */
  Target target() {
    return target;
  }

  private Step after(ByteBuffer bytes, int start, int at) throws MalformedRequestException {
    int octet = bytes.get(at) & 0xFF;
    return switch (step) {
      case START -> start(octet, at - start);
      case START_LF -> emptyLine(octet, at - start);
      case METHOD -> method(octet, at - start);
      case TARGET -> target(bytes, start, at);
      case VERSION -> version(bytes, start, at);
      case VERSION_LF, VALUE_LF -> expectLineFeed(octet, Step.LINE);
      case LINE -> line(bytes, start, at);
      case NAME -> name(octet, at - start);
      case VALUE -> value(octet, at - start);
      case END_LF -> end(expectLineFeed(octet, Step.DONE));
      case DONE -> throw new IllegalStateException("the head is whole");
    };
  }

  private Step start(int octet, int offset) throws MalformedRequestException {
    if (octet == '\r' && skipped == 0) {
      return Step.START_LF;
    }
    if (octet == '\n' && skipped == 0) {
      return emptyLine(octet, offset);
    }
    return method(octet, offset);
  }

  private Step emptyLine(int octet, int offset) throws MalformedRequestException {
    Step following = expectLineFeed(octet, Step.START);
    skipped = offset + 1;
    begun = skipped;
    return following;
  }

  private Step method(int octet, int offset) throws MalformedRequestException {
    if (Characters.isToken(octet)) {
      return Step.METHOD;
    }
    if (octet != ' ' || offset == begun) {
      throw Flaw.malformed("method has a forbidden byte");
    }
    begun = offset + 1;
    return Step.TARGET;
  }

  private Step target(ByteBuffer bytes, int start, int at) throws MalformedRequestException {
    int octet = bytes.get(at) & 0xFF;
    if (octet == ' ' && at - start > begun) {
      keepTarget(bytes, start + begun, at);
      checkForm(bytes, start);
      begun = at - start + 1;
      return Step.VERSION;
    }
    if (Characters.isSpaceOrControl(octet)) {
      throw Flaw.malformed("target is empty or has a control character");
    }
    if (octet == '%') {
      targetEscapes++;
    } else if (!Characters.isTarget(octet)) {
      targetUnusual++;
    }
    return Step.TARGET;
  }

  private void keepTarget(ByteBuffer bytes, int from, int to) {
    if (!target.isSpelt(bytes, from, to)) {
      boolean usual =
          targetUnusual == 0 && (targetEscapes == 0 || RawText.hasWholeEscapes(bytes, from, to));
      target =
          Target.of(
              RawText.latin1(bytes, from, to),
              usual ? Target.Spelling.USUAL : Target.Spelling.UNUSUAL);
    }
    bytes.put(from, (byte) '/');
    for (int at = from + 1; at < to; at++) {
      bytes.put(at, (byte) '-');
    }
  }

  /** CONNECT has a form of its own (RFC 9112 §3.2.3), and the pipeline refuses it by its name. */
  private void checkForm(ByteBuffer bytes, int start) throws MalformedRequestException {
    int method = start + skipped;
    int methodEnd = start + begun - 1;
    boolean isConnect = RawText.equalsIgnoringCase(bytes, method, methodEnd, "connect");
    if (!target.hasForm() && !isConnect) {
      throw Flaw.malformed("target is neither a path nor a whole address");
    }
  }

  private Step version(ByteBuffer bytes, int start, int at) throws MalformedRequestException {
    int octet = bytes.get(at) & 0xFF;
    int length = at - start - begun;
    if (octet != '\r' && octet != '\n') {
      if (length >= VERSION_LENGTH) {
        throw Flaw.malformed("request line goes on after its version");
      }
      return Step.VERSION;
    }
    boolean minorOne = RawText.equals(bytes, start + begun, at, "HTTP/1.1");
    if (minorOne || RawText.equals(bytes, start + begun, at, "HTTP/1.0")) {
      framing.version(minorOne ? 1 : 0);
      return octet == '\r' ? Step.VERSION_LF : Step.LINE;
    }
    String version = RawText.latin1(bytes, start + begun, at);
    if (version.matches("HTTP/[0-9]\\.[0-9]")) {
      throw new Flaw(Flaw.Kind.UNKNOWN_VERSION, "version is neither HTTP/1.0 nor HTTP/1.1")
          .asException();
    }
    throw Flaw.malformed("request line has no version");
  }

  /** At the first byte of a line: the end of the head, a folded line, or the next field. */
  private Step line(ByteBuffer bytes, int start, int at) throws MalformedRequestException {
    int octet = bytes.get(at) & 0xFF;
    if (Characters.isBlank(octet)) {
      return fold(bytes, start, at);
    }
    endField(bytes, start);
    if (octet == '\r') {
      return Step.END_LF;
    }
    if (octet == '\n') {
      return end(Step.DONE);
    }
    if (++fieldCount > maxFields) {
      throw tooLarge("head has more fields than max-headers");
    }
    nameStart = at - start;
    return name(octet, nameStart);
  }

  private Step fold(ByteBuffer bytes, int start, int at) throws MalformedRequestException {
    if (nameStart < 0) {
      throw Flaw.malformed("first field line begins with a blank");
    }
    for (int i = start + valueEnd; i < at; i++) {
      bytes.put(i, (byte) ' ');
    }
    return Step.VALUE;
  }

  private Step name(int octet, int offset) throws MalformedRequestException {
    if (Characters.isToken(octet)) {
      return Step.NAME;
    }
    if (octet != ':' || offset == nameStart) {
      throw Flaw.malformed("field name is empty or has a forbidden byte");
    }
    colon = offset;
    return Step.VALUE;
  }

  private Step value(int octet, int offset) throws MalformedRequestException {
    if (octet == 0) {
      throw Flaw.malformed("field value has a NUL");
    }
    if (octet != '\r' && octet != '\n') {
      return Step.VALUE;
    }
    valueEnd = offset;
    return octet == '\r' ? Step.VALUE_LF : Step.LINE;
  }

  private void endField(ByteBuffer bytes, int start) {
    if (nameStart >= 0) {
      framing.field(bytes, start, start + nameStart, start + colon, start + valueEnd);
      nameStart = -1;
    }
  }

  private Step end(Step done) throws MalformedRequestException {
    framing.check(target.authority());
    return done;
  }

  private static Step expectLineFeed(int octet, Step following) throws MalformedRequestException {
    if (octet != '\n') {
      throw Flaw.malformed("CR stands alone");
    }
    return following;
  }

  private static MalformedRequestException tooLarge(String what) {
    return new Flaw(Flaw.Kind.HEAD_TOO_LARGE, what).asException();
  }
}
