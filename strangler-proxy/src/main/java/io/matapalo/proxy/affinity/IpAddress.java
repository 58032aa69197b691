package io.matapalo.proxy.affinity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; IPv4 in its mapped form {@code ::ffff:a.b.c.d} (RFC 4291 §2.5.5.2).
 * Reads literals only and never asks a name service. Immutable; its text is made once, because each
 * request of a connection sends it on.
 */
public final class IpAddress implements AffinityKey {

  private static final long MAPPED = 0xFFFFL << 32;
  private static final int GROUPS = 8;

  private final long high;
  private final long low;

  /** Two threads may both make it. */
  private @Nullable String text;

  public IpAddress(long high, long low) {
    this.high = high;
    this.low = low;
  }

  @Override
  public long high() {
    return high;
  }

  @Override
  public long low() {
    return low;
  }

  /** From the bytes in network order: 4 or 16. */
  public static IpAddress of(byte[] bytes) {
    if (bytes.length == 4) {
      return new IpAddress(0, MAPPED | bits(bytes, 0, 4));
    }
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, was " + bytes.length);
    }
    return new IpAddress(bits(bytes, 0, 8), bits(bytes, 8, 8));
  }

  private static long bits(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (bytes[from + i] & 0xFF);
    }
    return value;
  }

  /** Reads a literal; empty for anything else, zones and names included. */
  public static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
  }

  /** Whether this is an IPv4 address. */
  public boolean isV4() {
    return high == 0 && low >>> 32 == 0xFFFFL;
  }

  private static Optional<IpAddress> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    long value = 0;
    for (String part : parts) {
      int octet = number(part, 10, 3);
      if (octet < 0 || octet > 255) {
        return Optional.empty();
      }
      value = value << 8 | octet;
    }
    return Optional.of(new IpAddress(0, MAPPED | value));
  }

  private static Optional<IpAddress> parse6(String text) {
    Optional<String> hexOnly = withoutDottedTail(text);
    if (hexOnly.isEmpty()) {
      return Optional.empty();
    }
    String source = hexOnly.get();
    int gap = source.indexOf("::");
    String[] head = groups(gap < 0 ? source : source.substring(0, gap));
    // A second gap would leave an empty group, which is no number.
    String[] tail = gap < 0 ? new String[0] : groups(source.substring(gap + 2));
    int given = head.length + tail.length;
    if (gap < 0 ? given != GROUPS : given >= GROUPS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[2 * GROUPS];
    boolean good = put(head, bytes, 0) && put(tail, bytes, GROUPS - tail.length);
    return good ? Optional.of(of(bytes)) : Optional.empty();
  }

  /** {@code ::ffff:1.2.3.4} as {@code ::ffff:102:304}. */
  private static Optional<String> withoutDottedTail(String text) {
    if (text.indexOf('.') < 0) {
      return Optional.of(text);
    }
    int cut = text.lastIndexOf(':') + 1;
    return parse4(text.substring(cut))
        .map(v4 ->
            text.substring(0, cut)
                + Long.toHexString(v4.low >>> 16 & 0xFFFF)
                + ":"
                + Long.toHexString(v4.low & 0xFFFF));
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  private static boolean put(String[] groups, byte[] bytes, int fromGroup) {
    for (int i = 0; i < groups.length; i++) {
      int value = number(groups[i], 16, 4);
      if (value < 0) {
        return false;
      }
      bytes[2 * (fromGroup + i)] = (byte) (value >>> 8);
      bytes[2 * (fromGroup + i) + 1] = (byte) value;
    }
    return true;
  }

  /** The number, or -1: no sign, no blank, at most so many digits. */
  private static int number(String digits, int radix, int maxDigits) {
    if (digits.isEmpty() || digits.length() > maxDigits) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && that.high == high && that.low == low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ low);
  }

  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = written();
      text = known;
    }
    return known;
  }

  private String written() {
    if (isV4()) {
      return (low >>> 24 & 0xFF)
          + "."
          + (low >>> 16 & 0xFF)
          + "."
          + (low >>> 8 & 0xFF)
          + "."
          + (low & 0xFF);
    }
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      long half = i < 4 ? high : low;
      groups
          .append(i == 0 ? "" : ":")
          .append(Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xFFFF));
    }
    return groups.toString();
  }
}
