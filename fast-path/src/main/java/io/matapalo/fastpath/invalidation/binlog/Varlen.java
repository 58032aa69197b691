package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;

/** Whole numbers of MySQL's serialization library. Stateless. */
final class Varlen {

  private static final int BYTE = 8;

  private Varlen() {}

  /** As many further bytes as the first one ends with ones; the lowest bits come first. */
  static long unsigned(ByteArrayInputStream in) throws IOException {
    int first = in.read();
    int more = Integer.numberOfTrailingZeros(~first);
    if (more >= BYTE) {
      return in.readLong(BYTE);
    }
    long value = (long) first >>> (more + 1);
    int at = BYTE - more - 1;
    for (int i = 0; i < more; i++) {
      value |= (long) in.read() << at;
      at += BYTE;
    }
    return value;
  }

  /** The same with the sign in the lowest bit. */
  static long signed(ByteArrayInputStream in) throws IOException {
    long value = unsigned(in);
    return (value & 1) == 0 ? value >>> 1 : ~(value >>> 1);
  }
}
