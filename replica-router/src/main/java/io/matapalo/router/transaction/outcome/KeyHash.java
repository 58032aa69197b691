package io.matapalo.router.transaction.outcome;

import io.matapalo.jvm.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** SHA-256 of a caller's key or payload: the text itself is never stored. Immutable. */
public record KeyHash(String hex) {

  /** Of {@code text} in the realm of {@code scope}: the same text in two scopes differs. */
  public static KeyHash of(String scope, String text) {
    byte[] prefix = scope.getBytes(StandardCharsets.UTF_8);
    byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(prefix.length).array();
    return stored(Sha256.of(length, prefix, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** As it was stored. */
  public static KeyHash stored(byte[] bytes) {
    return new KeyHash(HexFormat.of().formatHex(bytes));
  }

  /** The 32 bytes of the table's column. */
  public byte[] toArray() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return "KeyHash[" + hex.substring(0, 8) + "…]";
  }
}
