package io.matapalo.router.transaction.outcome;

import io.matapalo.jvm.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 of a caller's key or payload: the text itself is never stored. Immutable. */
public final class KeyHash {

  /** How many bytes it has. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private KeyHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of {@code text} in the realm of {@code scope}: the same text in two scopes differs. */
  public static KeyHash of(String scope, String text) {
    byte[] prefix = scope.getBytes(StandardCharsets.UTF_8);
    byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(prefix.length).array();
    return new KeyHash(Sha256.of(length, prefix, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** As it was stored. */
  public static KeyHash stored(byte[] bytes) {
    return new KeyHash(bytes.clone());
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "KeyHash[" + HexFormat.of().formatHex(bytes, 0, 4) + "…]";
  }
}
