package io.matapalo.fastpath.invalidation.link;

/**
 * Where a database server is. Immutable.
 *
 * @param port 1 to 65535
 */
public record LogAddress(String host, int port) {

  private static final int LAST_PORT = 65_535;

  public LogAddress {
    if (host.isBlank() || port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "an address has a host and a port of 1 to 65535, was " + host + ":" + port);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
