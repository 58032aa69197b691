package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.exchange.RequestRecord;
import io.matapalo.proxy.fields.HopByHop;
import io.matapalo.proxy.fields.SqlField;
import io.matapalo.proxy.reading.RequestStream;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.stickiness.Cookies;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
          Headers.FORWARDED,
          Headers.X_FORWARDED_FOR,
          Headers.X_FORWARDED_PROTO,
          Headers.X_FORWARDED_HOST,
          RequestRecord.ID);

  /** Left out where the whole of an answer is needed, in an encoding that can be read. */
  private static final Set<HttpString> OF_PARTS =
      Set.of(Headers.ACCEPT_ENCODING, Headers.RANGE, Headers.IF_RANGE);

  /** The client's own: its session's freshness mark, which is signed, so that none is forged. */
  private static final HttpString MARK = HttpString.tryFromString("X-Matapalo-Mark");

  private static final ThreadLocal<RequestHead> OF_THREAD =
      ThreadLocal.withInitial(RequestHead::new);

  /** Of a number of 64 bits. */
  private static final int MOST_DIGITS = 19;

  private byte[] bytes = new byte[2048];
  private int length;

  private RequestHead() {}

  /** How the body is delimited towards the upstream. */
  sealed interface Framing {}

  /** No body, and no field that announces one. */
  record NoBody() implements Framing {

    static final NoBody IT = new NoBody();
  }

  /** {@code Content-Length}. */
  record Length(long bytes) implements Framing {}

  /** Chunks of the proxy's own making. */
  record Chunks() implements Framing {}

  /** What the client's address fields are worth. */
  enum Trust {
    TRUSTED,
    UNTRUSTED;

    static Trust of(TrustedProxies proxies, IpAddress peer) {
      return proxies.trusts(peer) ? TRUSTED : UNTRUSTED;
    }
  }

  /** Who sends the request, at the other end of the connection, and the request's own id. */
  record Client(IpAddress peer, Trust trust, String requestId) {}

  /**
   * Where the request goes.
   *
   * @param path of the instance, which stands before that of the request
   * @param isOfDocument whether the answer has to come as a whole and in no content coding
   */
  record Destination(String path, boolean isOfDocument) {}

  /**
   * What is the same for all requests: what the proxy tells upstreams (RFC 9110 §7.6.3), and what
   * it keeps for itself.
   *
   * @param routeCookies names of the proxy's own cookies
   */
  record Additions(
      SqlField.Wanted counts, boolean via, Set<String> routeCookies, Upgrades upgrades) {}

  /** The head, valid until the same thread writes another. */
  static RequestHead of(
      HttpServerExchange exchange,
      Client client,
      Destination destination,
      Framing framing,
      Additions additions) {
    RequestHead head = OF_THREAD.get();
    head.length = 0;
    head.requestLine(exchange, destination);
    head.copiedFields(exchange.getRequestHeaders(), client.trust(), destination, additions);
    head.addressFields(exchange, client.peer().toString(), client.trust());
    head.field("X-Request-Id", client.requestId());
    if (destination.isOfDocument()) {
      head.field("Accept-Encoding", "identity");
    }
    if (additions.via()) {
      head.field("Via", via(RequestStream.protocolOf(exchange)));
    }
    if (additions.counts() == SqlField.Wanted.YES) {
      head.field(SqlField.NAME.toString(), SqlField.REQUEST);
    }
    Optional<String> upgrade = additions.upgrades().wantedBy(exchange);
    if (upgrade.isPresent()) {
      head.upgrade(upgrade.get());
    }
    switch (framing) {
      case NoBody _ -> {}
      case Length known -> head.contentLength(known.bytes());
      case Chunks _ -> head.field("Transfer-Encoding", "chunked");
    }
    head.text("\r\n");
    return head;
  }

  /** How many bytes it has. */
  int length() {
    return length;
  }

  /** Puts all its bytes into a buffer that has room for them. */
  void putInto(ByteBuffer buffer) {
    buffer.put(bytes, 0, length);
  }

  /** The hosts by which an upstream may know itself from this request. */
  static List<String> hosts(HttpServerExchange exchange, Trust trust) {
    return List.of(RequestTarget.host(exchange), forwardedHost(exchange, trust));
  }

  private static String via(String protocol) {
    return switch (protocol) {
      case "HTTP/1.0" -> "1.0 matapalo";
      case "HTTP/1.1" -> "1.1 matapalo";
      default -> protocol.substring(protocol.indexOf('/') + 1) + " matapalo";
    };
  }

  private static String forwardedHost(HttpServerExchange exchange, Trust trust) {
    String host = exchange.getRequestHeaders().getFirst(Headers.X_FORWARDED_HOST);
    return trust == Trust.TRUSTED && host != null ? host : RequestTarget.host(exchange);
  }

  private void requestLine(HttpServerExchange exchange, Destination destination) {
    String target = RequestTarget.of(exchange).toSend();
    text(exchange.getRequestMethod().toString());
    text(" ");
    text(target.startsWith("/") ? destination.path() : "");
    text(target);
    text(" HTTP/1.1\r\n");
    // Empty where the client named none, as a client of HTTP/1.0 may (RFC 9112 §3.2).
    field("Host", RequestTarget.host(exchange));
  }

  private void copiedFields(
      HeaderMap fields, Trust trust, Destination destination, Additions additions) {
    HopByHop hopByHop = HopByHop.in(fields);
    for (HeaderValues values : fields) {
      HttpString name = values.getHeaderName();
      if (OWN.contains(name) || hopByHop.contains(name) || isReserved(name, trust)) {
        continue;
      }
      if (destination.isOfDocument() && OF_PARTS.contains(name)) {
        continue;
      }
      boolean hasRoute = !additions.routeCookies().isEmpty() && name.equals(Headers.COOKIE);
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        String sent = hasRoute ? Cookies.without(value, additions.routeCookies()) : value;
        if (!hasRoute || !sent.isEmpty()) {
          field(name.toString(), sent);
        }
      }
    }
  }

  /** What only the proxy may say to an upstream, or only one of the proxies that are trusted. */
  private static boolean isReserved(HttpString name, Trust trust) {
    if (startsWith(name, "x-matapalo-")) {
      return !name.equals(MARK);
    }
    return trust == Trust.UNTRUSTED && startsWith(name, "x-forwarded-");
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
    HeaderValues hops = fields.get(Headers.FORWARDED);
    if (trusted && hops != null) {
      // Both fields tell of the same hops: where they differ, readers have to stop (RFC 7239 §7.4).
      String node = peer.indexOf(':') < 0 ? peer : "\"[" + peer + "]\"";
      field("Forwarded", String.join(", ", hops) + ", for=" + node);
    }
    String scheme = fields.getFirst(Headers.X_FORWARDED_PROTO);
    field("X-Forwarded-Proto", trusted && scheme != null ? scheme : exchange.getRequestScheme());
    String seen = forwardedHost(exchange, trust);
    if (!seen.isEmpty()) {
      field("X-Forwarded-Host", seen);
    }
  }

  private void upgrade(String protocol) {
    field("Connection", "Upgrade");
    field("Upgrade", protocol);
  }

  private void contentLength(long count) {
    text("Content-Length: ");
    room(MOST_DIGITS);
    long unit = 1;
    while (count / unit >= 10) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      bytes[length++] = (byte) ('0' + count / unit % 10);
    }
    text("\r\n");
  }

  private void field(String name, String value) {
    text(name);
    text(": ");
    text(value);
    text("\r\n");
  }

  /** One byte a character: what was read as Latin-1 goes out as it came in. */
  // Deprecated for texts beyond Latin-1; of these it is by far the cheapest copy.
  @SuppressWarnings("deprecation")
  private void text(String text) {
    room(text.length());
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
  }
}
