package io.matapalo.fastpath.invalidation.keys;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How the value of a column is written in a key. */
enum KeyKind {
  /** An integer in decimal. */
  SIGNED,
  /** An integer in decimal, never negative. */
  UNSIGNED,
  /** Text whose comparison tells all bytes apart. */
  TEXT,
  /** The same, except for spaces at the end, which are left out. */
  PADDED_TEXT;

  private static final int TINY = 1;
  private static final int SHORT = 2;
  private static final int LONG = 3;
  private static final int LONGLONG = 8;
  private static final int INT24 = 9;
  private static final int VARCHAR = 15;
  private static final int VAR_STRING = 253;
  private static final int STRING = 254;

  /** May a column of that type of the binary log be of this kind? */
  boolean fits(int type) {
    return isInteger() ? bits(type) > 0 : type == VARCHAR || type == VAR_STRING || type == STRING;
  }

  boolean isInteger() {
    return this == SIGNED || this == UNSIGNED;
  }

  /** The value as a key has it; null for what is no value of this kind. */
  @Nullable String text(Object value, int type) {
    if (isInteger()) {
      return value instanceof Number number ? decimal(number.longValue(), bits(type)) : null;
    }
    if (!(value instanceof byte[] bytes)) {
      return null;
    }
    int length = bytes.length;
    while (this == PADDED_TEXT && length > 0 && bytes[length - 1] == ' ') {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String decimal(long value, int bits) {
    if (this == SIGNED) {
      return Long.toString(value);
    }
    return Long.toUnsignedString(bits == Long.SIZE ? value : value & ((1L << bits) - 1));
  }

  /** How wide an integer of that type is; 0 for any other type. */
  private static int bits(int type) {
    return switch (type) {
      case TINY -> 8;
      case SHORT -> 16;
      case INT24 -> 24;
      case LONG -> 32;
      case LONGLONG -> 64;
      default -> 0;
    };
  }
}
