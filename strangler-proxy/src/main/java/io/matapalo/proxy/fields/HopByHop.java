package io.matapalo.proxy.fields;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.Set;

/**
 * The fields that are meant for the next hop only and are never passed on: the standard ones, and
 * those that {@code Connection} nominates (RFC 9110 §7.6.1). Immutable.
 */
public final class HopByHop {

  private static final Set<HttpString> STANDARD =
      Set.of(
          Headers.CONNECTION,
          HttpString.tryFromString("Close"),
          HttpString.tryFromString("Keep-Alive"),
          HttpString.tryFromString("Proxy-Connection"),
          Headers.PROXY_AUTHENTICATE,
          Headers.PROXY_AUTHORIZATION,
          HttpString.tryFromString("Proxy-Authentication-Info"),
          HttpString.tryFromString("TE"),
          Headers.TRAILER,
          Headers.TRANSFER_ENCODING,
          Headers.UPGRADE,
          HttpString.tryFromString("HTTP2-Settings"));

  private static final HopByHop NONE = new HopByHop(Set.of());

  private final Set<HttpString> nominated;

  private HopByHop(Set<HttpString> nominated) {
    this.nominated = nominated;
  }

  /** Those of a message with these fields. */
  public static HopByHop in(HeaderMap fields) {
    HeaderValues connection = fields.get(Headers.CONNECTION);
    if (connection == null) {
      return NONE;
    }
    if (connection.size() == 1 && namesNoField(connection.getFirst())) {
      return NONE;
    }
    Set<HttpString> nominated = new HashSet<>();
    for (String value : connection) {
      for (String name : value.split(",", -1)) {
        nominated.add(HttpString.tryFromString(name.strip()));
      }
    }
    return new HopByHop(nominated);
  }

  /** What nearly every {@code Connection} says. */
  private static boolean namesNoField(String connection) {
    return connection.equalsIgnoreCase("keep-alive") || connection.equalsIgnoreCase("close");
  }

  /** Whether this field ends here. */
  public boolean contains(HttpString name) {
    return STANDARD.contains(name) || nominated.contains(name);
  }
}
