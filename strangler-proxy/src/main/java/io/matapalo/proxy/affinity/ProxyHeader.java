package io.matapalo.proxy.affinity;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The header of the PROXY protocol, version 1 or 2, by which a load balancer that does not speak
 * HTTP tells whose connection it passes on. Immutable.
 */
public sealed interface ProxyHeader {

  /** The header goes on after the bytes at hand. */
  record Incomplete() implements ProxyHeader {}

  /** The bytes are no such header. */
  record Malformed(String reason) implements ProxyHeader {}

  /**
   * A header.
   *
   * @param length of the header; what follows is the client's own
   * @param source whose connection it is; absent if the balancer speaks for itself, or if the
   *     client has no address
   */
  record Complete(int length, Optional<Source> source) implements ProxyHeader {}

  /** The client's end of its connection. */
  record Source(IpAddress address, int port) {}

  /** Longest header; a version 2 header may announce 64 KiB, of which nobody has use. */
  int MAX_BYTES = 4_096;

  /** Reads the header at the beginning of these bytes; does not move the buffer. */
  static ProxyHeader parse(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return new Incomplete();
    }
    return bytes.get(bytes.position()) == 'P'
        ? ProxyTextHeader.parse(bytes)
        : ProxyBinaryHeader.parse(bytes);
  }
}
