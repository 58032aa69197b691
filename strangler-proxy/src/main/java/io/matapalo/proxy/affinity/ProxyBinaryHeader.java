package io.matapalo.proxy.affinity;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Version 2 of the PROXY protocol: a signature, four bytes, addresses, and further values that are
 * passed over. Pure.
 */
final class ProxyBinaryHeader {

  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int FIXED = 16;
  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;

  private ProxyBinaryHeader() {}

  static ProxyHeader parse(ByteBuffer bytes) {
    int start = bytes.position();
    for (int i = 0; i < Math.min(SIGNATURE.length, bytes.remaining()); i++) {
      if (bytes.get(start + i) != SIGNATURE[i]) {
        return new ProxyHeader.Malformed("does not begin with the signature");
      }
    }
    if (bytes.remaining() < FIXED) {
      return new ProxyHeader.Incomplete();
    }
    int command = bytes.get(start + 12) & 0x0F;
    int length = FIXED + (bytes.getShort(start + 14) & 0xFFFF);
    if ((bytes.get(start + 12) & 0xF0) >> 4 != VERSION || command > PROXY) {
      return new ProxyHeader.Malformed("has another version or command");
    }
    if (length > ProxyHeader.MAX_BYTES) {
      return new ProxyHeader.Malformed("is longer than " + ProxyHeader.MAX_BYTES + " bytes");
    }
    if (bytes.remaining() < length) {
      return new ProxyHeader.Incomplete();
    }
    return command == LOCAL
        ? new ProxyHeader.Complete(length, Optional.empty())
        : source(bytes, length);
  }

  private static ProxyHeader source(ByteBuffer bytes, int length) {
    int family = (bytes.get(bytes.position() + 13) & 0xF0) >> 4;
    int transport = bytes.get(bytes.position() + 13) & 0x0F;
    if (family > 3 || transport > 2) {
      return new ProxyHeader.Malformed("has another family or transport");
    }
    boolean tcp = transport == 1 && (family == 1 || family == 2);
    if (!tcp) {
      return new ProxyHeader.Complete(length, Optional.empty());
    }
    int size = family == 1 ? 4 : 16;
    int ports = FIXED + 2 * size;
    if (length < ports + 4) {
      return new ProxyHeader.Malformed("is shorter than its addresses");
    }
    byte[] address = new byte[size];
    bytes.get(bytes.position() + FIXED, address);
    int port = bytes.getShort(bytes.position() + ports) & 0xFFFF;
    return new ProxyHeader.Complete(
        length, Optional.of(new ProxyHeader.Source(IpAddress.of(address), port)));
  }
}
