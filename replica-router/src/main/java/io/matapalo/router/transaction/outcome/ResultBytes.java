package io.matapalo.router.transaction.outcome;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A result as it lies in an outcome row. Immutable; its text form shows the length only. */
public final class ResultBytes {

  /** How many the table's column takes. */
  public static final int MOST = 8192;

  private final byte[] bytes;

  private ResultBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static ResultBytes of(byte[] bytes) {
    return new ResultBytes(bytes.clone());
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** As UTF-8. */
  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** How many. */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResultBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "ResultBytes[" + bytes.length + "]";
  }
}
