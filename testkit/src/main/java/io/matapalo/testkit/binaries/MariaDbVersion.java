package io.matapalo.testkit.binaries;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a MariaDB server, as its build names it. Immutable. */
public record MariaDbVersion(int major, int minor, int patch) {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  /** The first number of three parts in a text, such as {@code 1:10.11.14-0+deb12u2}. */
  static MariaDbVersion in(String text) {
    Matcher found = NUMBER.matcher(text);
    if (!found.find()) {
      throw new TestkitException("no version of three numbers in '" + text.strip() + "'");
    }
    return new MariaDbVersion(
        Integer.parseInt(found.group(1)),
        Integer.parseInt(found.group(2)),
        Integer.parseInt(found.group(3)));
  }

  /**
   * Does MySQL Connector/J understand the server's own greeting? Up to 10.x a server greets as
   * 5.5.5, for which the driver cuts off fractions of seconds; 11.0 lacks variable {@code
   * transaction_isolation}, which the driver asks for.
   */
  boolean greetsConnectorJWell() {
    return major > 11 || (major == 11 && minor >= 1);
  }

  /** As a server of this version calls itself. */
  @Override
  public String toString() {
    return "%d.%d.%d-MariaDB".formatted(major, minor, patch);
  }
}
