package io.matapalo.recorder.reports;

/** Tells a loopback address by its text, without a look-up. */
public final class LoopbackAddress {

  private LoopbackAddress() {}

  /** Whether the text is an address of this machine itself, in either family. */
  public static boolean matches(String address) {
    String plain =
        address.startsWith("[") && address.endsWith("]")
            ? address.substring(1, address.length() - 1)
            : address;
    return plain.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || plain.equals("::1")
        || plain.equals("0:0:0:0:0:0:0:1")
        || plain.matches("(?i)::ffff:127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
