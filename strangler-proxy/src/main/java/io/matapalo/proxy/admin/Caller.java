package io.matapalo.proxy.admin;

import io.matapalo.proxy.affinity.AddressRange;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.List;

/**
 * Who asks for a path of the proxy.
 *
 * @param peer the other end of the connection
 */
public record Caller(IpAddress peer, Voice voice) {

  private static final List<AddressRange> LOOPBACK =
      List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));

  /** For whom the peer speaks. */
  public enum Voice {
    /** For itself. */
    DIRECT,
    /** For somebody else, as its address fields say. */
    FORWARDED
  }

  /** Whether the caller is on this machine, and speaks for nobody else. */
  boolean isLocal() {
    return voice == Voice.DIRECT && LOOPBACK.stream().anyMatch(range -> range.contains(peer));
  }
}
