package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.IpAddress;

/** How the proxy that was replaced saw the addresses of IPv4 clients. */
public enum AddressForm {
  /** As four bytes: it listened for IPv4 by itself. */
  NATIVE,
  /** As {@code ::ffff:a.b.c.d}, sixteen bytes: one socket took both families. */
  MAPPED;

  /** Whether the address is hashed as four bytes. */
  boolean seesV4(IpAddress address) {
    return this == NATIVE && address.isV4();
  }

  /** The address as HAProxy folds it: the exclusive or of its 32-bit words. */
  int folded(IpAddress address) {
    if (seesV4(address)) {
      return (int) address.low();
    }
    long both = address.high() ^ address.low();
    return (int) (both >>> 32 ^ both);
  }
}
