package io.matapalo.perf.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** An answer that was read whole. Header names are in lower case. Immutable. */
public record HttpResponse(int status, Map<String, String> headers, ByteBuffer body) {

  public HttpResponse {
    headers = Map.copyOf(headers);
    body = body.asReadOnlyBuffer();
  }

  /** The value of a header; of a repeated one, all values joined by a comma. */
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The body as UTF-8. */
  public String bodyText() {
    return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
  }

  @Override
  public String toString() {
    return "HTTP " + status + " (" + body.remaining() + " bytes)";
  }
}
