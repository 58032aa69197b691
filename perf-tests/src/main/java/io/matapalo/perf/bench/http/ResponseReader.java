package io.matapalo.perf.bench.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads answers off one connection, keeping what was read past an answer for the next one. Framing
 * is RFC 9112 §6.3: chunked before Content-Length before end of connection. Confined to one thread
 * at a time.
 */
final class ResponseReader {
  /** Where bytes come from; blocks, and answers -1 at the end. */
  @FunctionalInterface
  interface ByteSource {
    int read(byte[] into, int offset, int length) throws IOException;
  }

  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private final ByteSource source;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;
  private int headBytes;

  ResponseReader(ByteSource source) {
    this.source = source;
  }

  /** Whether bytes beyond the last answer are here: nobody asked for them. */
  boolean hasLeftovers() {
    return position < limit;
  }

  /** Reads the next final answer; interim ones (1xx) are skipped. */
  HttpResponse read() throws IOException {
    while (true) {
      headBytes = 0;
      int status = status(line());
      Map<String, String> headers = headers();
      if (status >= 200) {
        return new HttpResponse(status, headers, ByteBuffer.wrap(body(status, headers)));
      }
    }
  }

  private static int status(String line) throws MalformedAnswerException {
    boolean plausible = line.startsWith("HTTP/1.") && line.length() >= 12;
    if (!plausible || line.charAt(8) != ' ') {
      throw new MalformedAnswerException("no HTTP/1.x status line: " + shortened(line));
    }
    String digits = line.substring(9, 12);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.charAt(0) == '0') {
      throw new MalformedAnswerException("status must be three digits, was " + digits);
    }
    return Integer.parseInt(digits);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new MalformedAnswerException("header line without a name: " + shortened(line));
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (one, two) -> one + ", " + two);
    }
    return headers;
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    String encoding = headers.get("transfer-encoding");
    if (encoding != null) {
      if (!encoding.equalsIgnoreCase("chunked")) {
        throw new MalformedAnswerException("unknown transfer encoding: " + shortened(encoding));
      }
      return chunked();
    }
    String length = headers.get("content-length");
    return length == null ? untilEnd() : exactly(size(length, 10));
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    headBytes = 0;
    while (true) {
      String line = line();
      int semicolon = line.indexOf(';');
      int size = size(semicolon < 0 ? line : line.substring(0, semicolon), 16);
      if (size == 0) {
        // The trailer section is read and dropped.
        headers();
        return body.toByteArray();
      }
      if (body.size() + size > MAX_BODY_BYTES) {
        throw new MalformedAnswerException("body is longer than " + MAX_BODY_BYTES + " bytes");
      }
      body.writeBytes(exactly(size));
      if (!line().isEmpty()) {
        throw new MalformedAnswerException("chunk of " + size + " bytes is not followed by CRLF");
      }
      headBytes = 0;
    }
  }

  private static int size(String digits, int radix) throws MalformedAnswerException {
    try {
      int size = Integer.parseInt(digits.strip(), radix);
      if (size >= 0 && size <= MAX_BODY_BYTES && digits.strip().charAt(0) != '+') {
        return size;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all unusable sizes.
    }
    throw new MalformedAnswerException(
        "size must be 0 to " + MAX_BODY_BYTES + ", was " + shortened(digits));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      if (position == limit) {
        fill("within a body, " + filled + " of " + length + " bytes read");
      }
      int taken = Math.min(limit - position, length - filled);
      System.arraycopy(buffer, position, bytes, filled, taken);
      position += taken;
      filled += taken;
    }
    return bytes;
  }

  private byte[] untilEnd() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    do {
      body.write(buffer, position, limit - position);
      position = limit;
      if (body.size() > MAX_BODY_BYTES) {
        throw new MalformedAnswerException("body is longer than " + MAX_BODY_BYTES + " bytes");
      }
    } while (refill());
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    while (true) {
      if (position == limit) {
        fill(headBytes == 0 ? "before an answer" : "within a head");
      }
      byte next = buffer[position++];
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new MalformedAnswerException("head is longer than " + MAX_HEAD_BYTES + " bytes");
      }
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(next);
    }
  }

  private void fill(String where) throws IOException {
    if (!refill()) {
      throw new EOFException("the server closed the connection " + where);
    }
  }

  private boolean refill() throws IOException {
    position = 0;
    limit = Math.max(0, source.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
