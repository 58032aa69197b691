package io.matapalo.testkit;

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
final class RequestReader {
  private static final int MAX_LINE_BYTES = 1_000_000;

  private final InputStream in;
  private final OutputStream out;
  private final int connection;

  RequestReader(InputStream in, OutputStream out, int connection) {
    this.in = in;
    this.out = out;
    this.connection = connection;
  }

  /** The next request; empty when the other side closed the connection before one began. */
  Optional<RecordedRequest> next() throws IOException {
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
    int length = request.header("Content-Length").map(Integer::parseInt).orElse(0);
    String body = bytes(length);
    return new RecordedRequest(head, body, body, connection);
  }

  private RecordedRequest chunked(String head) throws IOException {
    StringBuilder wire = new StringBuilder();
    StringBuilder content = new StringBuilder();
    while (true) {
      String sizeLine = line();
      wire.append(sizeLine);
      int size = Integer.parseInt(sizeLine.split(";", 2)[0].strip(), 16);
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
      wire.append(chunk).append(line());
    }
  }

  private String bytes(int count) throws IOException {
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
