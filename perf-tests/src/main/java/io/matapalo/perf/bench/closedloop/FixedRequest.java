package io.matapalo.perf.bench.closedloop;

import com.google.errorprone.annotations.Immutable;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.1 request as text of ASCII, the same each time it is sent. Immutable. */
@Immutable
public record FixedRequest(String message) {
  private static final String HOST = "Host: shop.example\r\nUser-Agent: matapalo-bench\r\n";

  public FixedRequest {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(message)) {
      throw new IllegalArgumentException("message must be ASCII, was " + message);
    }
  }

  /** A {@code GET} without a body. */
  public static FixedRequest get(String path) {
    return new FixedRequest("GET %s HTTP/1.1\r\n%sAccept: */*\r\n\r\n".formatted(path, HOST));
  }

  /** A SOAP 1.1 message. */
  public static FixedRequest soap(String path, String action, String envelope) {
    return new FixedRequest(
        "POST %s HTTP/1.1\r\n%sContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"%s\"\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, HOST, action, envelope.length(), envelope));
  }
}
