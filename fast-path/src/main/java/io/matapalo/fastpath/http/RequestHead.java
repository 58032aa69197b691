package io.matapalo.fastpath.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What decides, before the body, whether a request is read here. Only one spelling of the media
 * type is: JAX-WS RI answers {@code Text/XML} with status 415, and reads what begins with {@code
 * text/xml}. It answers in binary whoever accepts Fast Infoset, at whatever quality. Immutable.
 */
record RequestHead(
    String method,
    String query,
    List<String> mediaTypes,
    List<String> contentEncodings,
    List<String> accepted) {

  private static final Pattern UTF_8_XML =
      Pattern.compile("text/xml(?:[ \\t]*;[ \\t]*charset=(\"?)[Uu][Tt][Ff]-8\\1)?[ \\t]*");

  RequestHead {
    mediaTypes = List.copyOf(mediaTypes);
    contentEncodings = List.copyOf(contentEncodings);
    accepted = List.copyOf(accepted);
  }

  static RequestHead of(HttpServerExchange exchange) {
    HeaderMap fields = exchange.getRequestHeaders();
    return new RequestHead(
        exchange.getRequestMethod().toString(),
        exchange.getQueryString(),
        values(fields, Headers.CONTENT_TYPE),
        values(fields, Headers.CONTENT_ENCODING),
        values(fields, Headers.ACCEPT));
  }

  private static List<String> values(HeaderMap fields, HttpString name) {
    HeaderValues values = fields.get(name);
    return values == null ? List.of() : List.copyOf(values);
  }

  /** The reason to decline, if there is one. */
  Optional<String> whyNotServed() {
    if (!method.equals("POST")) {
      return Optional.of("not-a-post");
    }
    if (!query.isEmpty()) {
      return Optional.of("query");
    }
    if (mediaTypes.size() != 1 || !UTF_8_XML.matcher(mediaTypes.getFirst()).matches()) {
      return Optional.of("content-type");
    }
    if (!contentEncodings.stream().allMatch("identity"::equalsIgnoreCase)) {
      return Optional.of("content-encoding");
    }
    boolean binary =
        accepted.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("fastinfoset"));
    return binary ? Optional.of("accept") : Optional.empty();
  }
}
