package io.matapalo.proxy.affinity;

import java.util.List;
import java.util.Optional;

/**
 * Finds the client behind proxies of one's own. {@code X-Forwarded-For} and {@code Forwarded} are
 * read from right to left as long as the address that vouches for a hop is trusted; a client can
 * therefore not choose its address. Immutable.
 *
 * <p>A proxy that writes one of the two fields passes the other on as the client wrote it. Where
 * both tell of a hop and tell different things, one of them may be forged, and reading ends at the
 * last hop that is certain.
 */
public final class TrustedProxies {

  private final List<AddressRange> ranges;
  private final Fields fields;

  /** Which fields the trusted proxies write. */
  public enum Fields {
    BOTH,
    X_FORWARDED_FOR,
    FORWARDED
  }

  /** Proxies whose fields are both read. */
  public TrustedProxies(List<AddressRange> ranges) {
    this(ranges, Fields.BOTH);
  }

  public TrustedProxies(List<AddressRange> ranges, Fields fields) {
    this.ranges = List.copyOf(ranges);
    this.fields = fields;
  }

  /** Whether what this peer says of the client is believed. */
  public boolean trusts(IpAddress peer) {
    // By index: asked for each request, an iterator would be an object each time.
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).contains(peer)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The client's address.
   *
   * @param peer who opened the connection
   * @param forwardedFor the values of {@code X-Forwarded-For}, in the order received
   * @param forwarded the values of {@code Forwarded}, in the order received
   */
  public IpAddress clientOf(IpAddress peer, List<String> forwardedFor, List<String> forwarded) {
    boolean silent = forwardedFor.isEmpty() && forwarded.isEmpty();
    if (silent || !trusts(peer)) {
      return peer;
    }
    List<Optional<IpAddress>> one =
        fields == Fields.FORWARDED ? List.of() : ForwardedHops.ofForwardedFor(forwardedFor);
    List<Optional<IpAddress>> other =
        fields == Fields.X_FORWARDED_FOR ? List.of() : ForwardedHops.ofForwarded(forwarded);
    IpAddress client = peer;
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      Optional<IpAddress> hop = i < one.size() ? one.get(i) : other.get(i);
      boolean contradicted = i < one.size() && i < other.size() && !hop.equals(other.get(i));
      if (hop.isEmpty() || contradicted) {
        return client;
      }
      client = hop.get();
      if (!trusts(client)) {
        return client;
      }
    }
    return client;
  }
}
