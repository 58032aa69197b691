package io.matapalo.proxy.affinity;

import java.util.List;
import java.util.Optional;

/**
 * Finds the client behind proxies of one's own. {@code X-Forwarded-For} is read from right to left
 * as long as the address that vouches for it is trusted; a client can therefore not choose its
 * address. Immutable.
 */
public final class TrustedProxies {

  private static final int MAX_HOPS = 32;

  private final List<AddressRange> ranges;

  public TrustedProxies(List<AddressRange> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /** Whether what this peer says of the client is believed. */
  public boolean trusts(IpAddress peer) {
    for (AddressRange range : ranges) {
      if (range.contains(peer)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The client's address.
   *
   * @param peer who opened the connection
   * @param forwardedFor the values of the field, in the order received
   */
  public IpAddress clientOf(IpAddress peer, List<String> forwardedFor) {
    if (forwardedFor.isEmpty() || !trusts(peer)) {
      return peer;
    }
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    IpAddress client = peer;
    int last = Math.max(0, hops.length - MAX_HOPS);
    for (int i = hops.length - 1; i >= last; i--) {
      Optional<IpAddress> hop = addressIn(hops[i].strip());
      if (hop.isEmpty()) {
        return client;
      }
      client = hop.get();
      if (!trusts(client)) {
        return client;
      }
    }
    return client;
  }

  /**
   * An address as such fields have it: bare, {@code a.b.c.d:port}, {@code [v6]} or {@code
   * [v6]:port}.
   */
  private static Optional<IpAddress> addressIn(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? Optional.empty() : IpAddress.parse(hop.substring(1, end));
    }
    int colon = hop.indexOf(':');
    boolean oneColon = colon > 0 && colon == hop.lastIndexOf(':');
    return IpAddress.parse(oneColon ? hop.substring(0, colon) : hop);
  }
}
