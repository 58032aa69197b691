package io.matapalo.proxy.affinity;

/** A range of addresses in CIDR notation (RFC 4632 §3.1). Immutable. */
public record AddressRange(IpAddress base, int prefixLength) {

  private static final int V4_OFFSET = 96;

  public AddressRange {
    if (prefixLength < 0 || prefixLength > 128) {
      throw new IllegalArgumentException("prefix length must be 0..128, was " + prefixLength);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code ::1/128} or a single address.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    IpAddress base =
        IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> malformed(text));
    int most = base.isV4() ? 32 : 128;
    int length = slash < 0 ? most : lengthOf(text, slash, most);
    return new AddressRange(base, base.isV4() ? V4_OFFSET + length : length);
  }

  private static int lengthOf(String text, int slash, int most) {
    String digits = text.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
      throw malformed(text);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("must be an IP address or ADDRESS/LENGTH, was " + text);
  }

  /** Whether the address lies in the range. */
  public boolean contains(IpAddress address) {
    return ((address.high() ^ base.high()) & mask(prefixLength)) == 0
        && ((address.low() ^ base.low()) & mask(prefixLength - 64)) == 0;
  }

  private static long mask(int ones) {
    if (ones <= 0) {
      return 0;
    }
    return ones >= 64 ? -1L : -1L << (64 - ones);
  }
}
