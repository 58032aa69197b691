package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.reading.RequestTarget;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the head of the request that goes upstream: the client's own line and fields, less what is
 * for this hop only, with framing and address fields of the proxy's own. Confined to one call.
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
  private static final String MARK = "x-matapalo-mark";

  private byte[] bytes = new byte[1024];
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
  record Additions(SqlField.Wanted counts, boolean via, Tunnel.Upgrades upgrades) {}

  static ByteBuffer of(
      HttpServerExchange exchange, String peer, Trust trust, Framing framing, Additions additions) {
    RequestHead head = new RequestHead();
    head.requestLine(exchange);
    head.copiedFields(exchange.getRequestHeaders(), trust);
    head.addressFields(exchange, peer, trust);
    if (additions.via()) {
      head.field("Via", exchange.isHttp10() ? "1.0 matapalo" : "1.1 matapalo");
    }
    if (additions.counts() == SqlField.Wanted.YES) {
      head.field(SqlField.NAME.toString(), SqlField.REQUEST);
    }
    additions.upgrades().wantedBy(exchange).ifPresent(head::upgrade);
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
      for (String value : values) {
        field(name.toString(), value);
      }
    }
  }

  /** What only the proxy may say to an upstream, or only one of the proxies that are trusted. */
  private static boolean isReserved(HttpString name, Trust trust) {
    String lower = name.toString().toLowerCase(Locale.ROOT);
    if (lower.startsWith("x-matapalo-") && !lower.equals(MARK)) {
      return true;
    }
    boolean tellsOfClient = lower.startsWith("x-forwarded-") || lower.equals("forwarded");
    return tellsOfClient && trust == Trust.UNTRUSTED;
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

  private void upgrade(String protocol) {
    field("Connection", "Upgrade");
    field("Upgrade", protocol);
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
