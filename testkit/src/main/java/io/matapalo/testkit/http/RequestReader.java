package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Reads requests from one connection, as RFC 9112 §6 frames them, and keeps their bytes. Confined
 * to one thread.
 */
public final class RequestReader {
  private static final int MAX_LINE_BYTES = 1_000_000;

  private final InputStream in;
  private final OutputStream out;
  private final int connection;

  /** A longer body than this fails with an IOException. */
  private final int maxBodyBytes;

  public RequestReader(InputStream in, OutputStream out, int connection, int maxBodyBytes) {
    this.in = in;
    this.out = out;
    this.connection = connection;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The next request; empty when the other side closed the connection before one began. */
  public Optional<RecordedRequest> next() throws IOException {
    StringBuilder head = new StringBuilder();
    while (true) {
      String line = line();
      if (line.isEmpty() && head.isEmpty()) {
        return Optional.empty();
      }
      if (line.equals("\r\n") || line.equals("\n")) {
        return Optional.of(withBody(head.toString()));
      }
      head.append(line);
    }
  }

  private RecordedRequest withBody(String head) throws IOException {
    RecordedRequest request = new RecordedRequest(head, "", "", connection);
    if (request.header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    if (request.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return chunked(head);
    }
    int length = number(request.header("Content-Length").orElse("0"), 10);
    String body = bytes(length);
    return new RecordedRequest(head, body, body, connection);
  }

  private RecordedRequest chunked(String head) throws IOException {
    StringBuilder wire = new StringBuilder();
    StringBuilder content = new StringBuilder();
    while (true) {
      String sizeLine = line();
      wire.append(sizeLine);
      int size = number(sizeLine.split(";", 2)[0].strip(), 16);
      if (size == 0) {
        String trailer = line();
        while (!trailer.isBlank()) {
          wire.append(trailer);
          trailer = line();
        }
        wire.append(trailer);
        return new RecordedRequest(head, wire.toString(), content.toString(), connection);
      }
      String chunk = bytes(size);
      content.append(chunk);
      if (content.length() > maxBodyBytes) {
        throw new IOException("a body must have 0 to %d bytes, had more".formatted(maxBodyBytes));
      }
      wire.append(chunk).append(line());
    }
  }

  private static int number(String digits, int radix) throws IOException {
    try {
      return Integer.parseInt(digits, radix);
    } catch (NumberFormatException e) {
      throw new IOException("a length must be a number, was " + digits, e);
    }
  }

  private String bytes(int count) throws IOException {
    if (count < 0 || count > maxBodyBytes) {
      throw new IOException(
          "a body must have 0 to %d bytes, had %d".formatted(maxBodyBytes, count));
    }
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException(
          "request body ended after %d of %d bytes".formatted(bytes.length, count));
    }
    return new String(bytes, ISO_8859_1);
  }

  /** One line with its end; empty at the end of the stream. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      if (next == '\n') {
        break;
      }
      if (line.size() > MAX_LINE_BYTES) {
        throw new IOException("a line of a request is longer than " + MAX_LINE_BYTES + " bytes");
      }
    }
    return line.toString(ISO_8859_1);
  }
}
