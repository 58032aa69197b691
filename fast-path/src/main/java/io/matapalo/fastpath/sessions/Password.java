package io.matapalo.fastpath.sessions;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password as a client sent it, which may be none. Immutable; in no text form. */
final class Password {

  private static final int HASH_BITS = 256;

  private final String text;

  Password(String text) {
    this.text = text;
  }

  int length() {
    return text.length();
  }

  /** PBKDF2 with HMAC SHA-256; salt and result in lower-case hexadecimal digits. Slow by design. */
  String hash(String salt, int iterations) {
    PBEKeySpec key =
        new PBEKeySpec(text.toCharArray(), HexFormat.of().parseHex(salt), iterations, HASH_BITS);
    try {
      return HexFormat.of()
          .formatHex(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                  .generateSecret(key)
                  .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2 with HMAC SHA-256", e);
    } finally {
      key.clearPassword();
    }
  }

  @Override
  public String toString() {
    return "Password[withheld]";
  }
}
