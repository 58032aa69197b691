package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.reading.RequestTarget;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes the head of the request that goes upstream: the client's own line and fields, less what is
 * for this hop only, with framing and address fields of the proxy's own. Confined to one thread,
 * which writes one head after the other into the same array.
 */
final class RequestHead {

  /** No field of HTTP; a CGI script behind would take it for its own setting HTTP_PROXY. */
  private static final HttpString PROXY = HttpString.tryFromString("Proxy");

  /** Written by the proxy itself, or dropped, so never copied. */
  private static final Set<HttpString> OWN =
      Set.of(
          Headers.HOST,
          Headers.CONTENT_LENGTH,
          Headers.EXPECT,
          PROXY,
          Headers.X_FORWARDED_FOR,
          Headers.X_FORWARDED_PROTO,
          Headers.X_FORWARDED_HOST);

  /** The client's own: its session's freshness mark, which is signed, so that none is forged. */
  private static final HttpString MARK = HttpString.tryFromString("X-Matapalo-Mark");

  private static final ThreadLocal<RequestHead> OF_THREAD =
      ThreadLocal.withInitial(RequestHead::new);

  private byte[] bytes = new byte[2048];
  private int length;

  private RequestHead() {}

  /** How the body is delimited towards the upstream. */
  sealed interface Framing {}

  /** No body, and no field that announces one. */
  record NoBody() implements Framing {}

  /** {@code Content-Length}. */
  record Length(long bytes) implements Framing {}

  /** Chunks of the proxy's own making. */
  record Chunks() implements Framing {}

  /** What the client's address fields are worth. */
  enum Trust {
    TRUSTED,
    UNTRUSTED
  }

  /** What the proxy tells upstreams beside the request (RFC 9110 §7.6.3). */
  record Additions(SqlField.Wanted counts, boolean via) {}

  /** The bytes of the head, valid until the same thread writes another. */
  static ByteBuffer of(
      HttpServerExchange exchange, String peer, Trust trust, Framing framing, Additions additions) {
    RequestHead head = OF_THREAD.get();
    head.length = 0;
    head.requestLine(exchange);
    head.copiedFields(exchange.getRequestHeaders(), trust);
    head.addressFields(exchange, peer, trust);
    if (additions.via()) {
      head.field("Via", exchange.isHttp10() ? "1.0 matapalo" : "1.1 matapalo");
    }
    if (additions.counts() == SqlField.Wanted.YES) {
      head.field(SqlField.NAME.toString(), SqlField.REQUEST);
    }
    switch (framing) {
      case NoBody _ -> {}
      case Length known -> head.field("Content-Length", Long.toString(known.bytes()));
      case Chunks _ -> head.field("Transfer-Encoding", "chunked");
    }
    head.text("\r\n");
    return ByteBuffer.wrap(head.bytes, 0, head.length);
  }

  private void requestLine(HttpServerExchange exchange) {
    text(exchange.getRequestMethod().toString());
    text(" ");
    text(RequestTarget.of(exchange).toSend());
    text(" HTTP/1.1\r\n");
    String host = RequestTarget.host(exchange);
    if (!host.isEmpty()) {
      field("Host", host);
    }
  }

  private void copiedFields(HeaderMap fields, Trust trust) {
    HopByHop hopByHop = HopByHop.in(fields);
    for (HeaderValues values : fields) {
      HttpString name = values.getHeaderName();
      if (OWN.contains(name) || hopByHop.contains(name) || isReserved(name, trust)) {
        continue;
      }
      for (int i = 0; i < values.size(); i++) {
        field(name.toString(), values.get(i));
      }
    }
  }

  /** What only the proxy may say to an upstream, or only one of the proxies that are trusted. */
  private static boolean isReserved(HttpString name, Trust trust) {
    if (startsWith(name, "x-matapalo-")) {
      return !name.equals(MARK);
    }
    return trust == Trust.UNTRUSTED
        && (startsWith(name, "x-forwarded-") || name.equals(Headers.FORWARDED));
  }

  /** In letters of any case; a string in lower case would be made for each field. */
  private static boolean startsWith(HttpString name, String lower) {
    if (name.length() < lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int octet = name.byteAt(i);
      boolean upperCase = octet >= 'A' && octet <= 'Z';
      if ((upperCase ? octet | 0x20 : octet) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void addressFields(HttpServerExchange exchange, String peer, Trust trust) {
    HeaderMap fields = exchange.getRequestHeaders();
    boolean trusted = trust == Trust.TRUSTED;
    HeaderValues chain = fields.get(Headers.X_FORWARDED_FOR);
    String before = trusted && chain != null ? String.join(", ", chain) + ", " : "";
    field("X-Forwarded-For", before + peer);
    String scheme = fields.getFirst(Headers.X_FORWARDED_PROTO);
    field("X-Forwarded-Proto", trusted && scheme != null ? scheme : exchange.getRequestScheme());
    String host = fields.getFirst(Headers.X_FORWARDED_HOST);
    String seen = trusted && host != null ? host : RequestTarget.host(exchange);
    if (!seen.isEmpty()) {
      field("X-Forwarded-Host", seen);
    }
  }

  private void field(String name, String value) {
    text(name);
    text(": ");
    text(value);
    text("\r\n");
  }

  /** One byte a character: what was read as Latin-1 goes out as it came in. */
  private void text(String text) {
    int end = length + text.length();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }
}
