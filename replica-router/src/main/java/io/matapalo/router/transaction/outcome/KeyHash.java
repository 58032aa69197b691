package io.matapalo.router.transaction.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    try {
      byte[] prefix = scope.getBytes(StandardCharsets.UTF_8);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(prefix.length).array());
      digest.update(prefix);
      return new KeyHash(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
