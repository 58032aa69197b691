package io.matapalo.proxy.answer;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an answer, fed in pieces of any size. Lenient where servers of old are sloppy
 * and nothing hangs on it (bare LF, folded fields, no reason phrase, bytes above ASCII); strict in
 * all else. Confined to one thread.
 *
 * <p>One server writes nearly the same lines in each answer. So a parser keeps the first lines of
 * the last answer, and a line that is the same again makes no new text. A head that is the same
 * line for line is the same object.
 */
public final class AnswerHeadParser {

  private static final int MAX_HEAD_BYTES = 64 << 10;
  private static final int MAX_FIELDS = 200;
  private static final int MOST_KEPT = 16;
  private static final int MOST_KEPT_BYTES = 128;
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] STATUS_BEGIN = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

  private final @Nullable Line[] latest = new Line[MOST_KEPT];
  private byte[] line = new byte[256];
  private int lineLength;
  private int total;
  private int status = -1;
  private int minorVersion;
  private int fieldCount;
  private HeaderMap fields = new HeaderMap();
  private @Nullable HttpString lastName;
  private @Nullable AnswerHead head;

  /** The last head, if the kept lines are all of its lines. */
  private @Nullable AnswerHead last;

  private int lastFieldCount;

  /** Whether all lines so far are those of the last head, so that no field was added. */
  private boolean repeats;

  /** Whether all lines so far are kept. */
  private boolean kept = true;

  /** One field line with its end, and what was read from it. Immutable. */
  private static final class Line {
    private final ByteBuffer bytes;
    private final HttpString name;
    private final String value;

    Line(byte[] line, int end, HttpString name, String value) {
      this.bytes = ByteBuffer.allocate(end + CRLF.length).put(line, 0, end).put(CRLF).flip();
      this.name = name;
      this.value = value;
    }

    int length() {
      return bytes.limit();
    }

    /** Whether the next bytes are this line. */
    boolean begins(ByteBuffer input) {
      int difference = bytes.mismatch(input);
      return difference == length() || (difference < 0 && input.remaining() == length());
    }
  }

  /** Takes what belongs to the head; true once it is complete. */
  public boolean feed(ByteBuffer input) throws MalformedAnswerException {
    while (head == null && input.hasRemaining()) {
      Line same = lineLength == 0 && status >= 0 ? expected() : null;
      if (same != null && same.begins(input)) {
        input.position(input.position() + same.length());
        count(same.length());
        fieldAgain(same);
        continue;
      }
      byte next = input.get();
      count(1);
      if (next == '\n') {
        endLine();
      } else {
        append(next);
      }
    }
    return head != null;
  }

  /** The line that stood in the place of the next one in the last answer. */
  private @Nullable Line expected() {
    return fieldCount < MOST_KEPT ? latest[fieldCount] : null;
  }

  private void count(int bytes) throws MalformedAnswerException {
    total += bytes;
    if (total > MAX_HEAD_BYTES) {
      throw new MalformedAnswerException("answer head is larger than " + MAX_HEAD_BYTES);
    }
  }

  private void fieldAgain(Line same) throws MalformedAnswerException {
    fieldCount++;
    if (!repeats) {
      add(same);
    }
  }

  /** The head; only once {@link #feed} answered true. */
  public AnswerHead head() {
    if (head == null) {
      throw new IllegalStateException("the head is not complete");
    }
    return head;
  }

  /** Whether not one byte was seen. */
  public boolean isUntouched() {
    return total == 0;
  }

  /** Gets ready for the next answer on the connection. */
  public void reset() {
    head = null;
    lastName = null;
    status = -1;
    lineLength = 0;
    total = 0;
    fieldCount = 0;
    kept = true;
    repeats = last != null;
    if (!repeats) {
      fields = new HeaderMap();
    }
  }

  private void append(byte next) {
    if (lineLength == line.length) {
      line = Arrays.copyOf(line, 2 * lineLength);
    }
    line[lineLength++] = next;
  }

  private void endLine() throws MalformedAnswerException {
    int end = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
    lineLength = 0;
    if (status < 0) {
      statusLine(end);
    } else if (end == 0) {
      head = ended();
    } else if (line[0] == ' ' || line[0] == '\t') {
      foldedLine(end);
    } else {
      field(end);
    }
  }

  private AnswerHead ended() throws MalformedAnswerException {
    AnswerHead before = last;
    if (repeats
        && before != null
        && fieldCount == lastFieldCount
        && status == before.status()
        && minorVersion == before.minorVersion()) {
      return before;
    }
    addRepeated(fieldCount);
    AnswerHead fresh = new AnswerHead(minorVersion, status, fields);
    last = kept ? fresh : null;
    lastFieldCount = fieldCount;
    return fresh;
  }

  /** The head differs from the last one: it gets fields of its own, so far these first lines. */
  private void addRepeated(int count) throws MalformedAnswerException {
    if (!repeats) {
      return;
    }
    repeats = false;
    last = null;
    fields = new HeaderMap();
    for (int i = 0; i < count; i++) {
      add(Objects.requireNonNull(latest[i]));
    }
  }

  /** {@code HTTP/1.x SP 3DIGIT [SP reason]} (RFC 9112 §4). */
  private void statusLine(int end) throws MalformedAnswerException {
    boolean good =
        end >= 12
            && Arrays.equals(line, 0, STATUS_BEGIN.length, STATUS_BEGIN, 0, STATUS_BEGIN.length)
            && isDigit(line[7])
            && line[8] == ' '
            && line[9] >= '1'
            && line[9] <= '5'
            && isDigit(line[10])
            && isDigit(line[11])
            && (end == 12 || line[12] == ' ');
    if (!good) {
      throw new MalformedAnswerException("status line is not HTTP/1.x");
    }
    minorVersion = line[7] - '0';
    status = 100 * (line[9] - '0') + 10 * (line[10] - '0') + line[11] - '0';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /**
   * One field on several lines, as servers of old wrote it, goes on as one line (RFC 9112 §5.2).
   */
  private void foldedLine(int end) throws MalformedAnswerException {
    addRepeated(fieldCount);
    kept = false;
    HeaderValues values = lastName == null ? null : fields.get(lastName);
    if (values == null) {
      throw new MalformedAnswerException("answer begins its fields with a folded line");
    }
    if (++fieldCount > MAX_FIELDS) {
      throw new MalformedAnswerException("answer has more than " + MAX_FIELDS + " field lines");
    }
    int last = values.size() - 1;
    values.set(last, (values.get(last) + " " + value(0, end)).strip());
  }

  private String value(int from, int end) throws MalformedAnswerException {
    for (int i = from; i < end; i++) {
      if (line[i] == 0 || line[i] == '\r') {
        throw new MalformedAnswerException("answer has a field value with a forbidden byte");
      }
    }
    int first = from;
    int last = end;
    while (first < last && Character.isWhitespace(line[first] & 0xFF)) {
      first++;
    }
    while (last > first && Character.isWhitespace(line[last - 1] & 0xFF)) {
      last--;
    }
    return new String(line, first, last - first, StandardCharsets.ISO_8859_1);
  }

  private void field(int end) throws MalformedAnswerException {
    if (++fieldCount > MAX_FIELDS) {
      throw new MalformedAnswerException("answer has more than " + MAX_FIELDS + " fields");
    }
    addRepeated(fieldCount - 1);
    Line fresh = lineTo(end);
    if (fieldCount <= MOST_KEPT && end <= MOST_KEPT_BYTES) {
      latest[fieldCount - 1] = fresh;
    } else {
      kept = false;
    }
    add(fresh);
  }

  private void add(Line field) throws MalformedAnswerException {
    try {
      fields.add(field.name, field.value);
      lastName = field.name;
    } catch (IllegalStateException e) {
      // The map holds only so many values of one name.
      throw new MalformedAnswerException("answer repeats a field too often");
    }
  }

  private Line lineTo(int end) throws MalformedAnswerException {
    int colon = 0;
    while (colon < end && line[colon] != ':') {
      if (!isNameByte(line[colon])) {
        throw new MalformedAnswerException("answer has a field name with a forbidden byte");
      }
      colon++;
    }
    if (colon == 0 || colon == end) {
      throw new MalformedAnswerException("answer has a field without name or colon");
    }
    HttpString name =
        HttpString.tryFromString(new String(line, 0, colon, StandardCharsets.ISO_8859_1));
    return new Line(line, end, name, value(colon + 1, end));
  }

  private static boolean isNameByte(byte b) {
    return b > ' ' && b < 0x7F && SEPARATORS.indexOf(b) < 0;
  }
}
