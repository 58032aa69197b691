package io.matapalo.perf.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request: method, path with query, extra headers and body. Its body may hold a card number and
 * is therefore not part of {@link #toString()}. Immutable.
 */
public record HttpRequest(
    String method, String path, Map<String, String> headers, ByteBuffer body) {

  public HttpRequest {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with /, was " + path);
    }
    headers = Map.copyOf(headers);
    body = body.asReadOnlyBuffer();
  }

  /** A GET without a body. */
  public static HttpRequest get(String path) {
    return new HttpRequest("GET", path, Map.of(), ByteBuffer.allocate(0));
  }

  /** A POST of {@code body} with the headers given. */
  public static HttpRequest post(String path, Map<String, String> headers, ByteBuffer body) {
    return new HttpRequest("POST", path, headers, body);
  }

  /** The whole message for {@code authority}, head and body in one, so that it is one write. */
  byte[] encoded(String authority) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(authority);
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    if (body.hasRemaining() || !method.equals("GET")) {
      head.append("\r\nContent-Length: ").append(body.remaining());
    }
    byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer message = ByteBuffer.allocate(start.length + body.remaining());
    message.put(start).put(body.duplicate());
    return message.array();
  }

  @Override
  public String toString() {
    return method + " " + path + " (" + body.remaining() + " bytes)";
  }
}
