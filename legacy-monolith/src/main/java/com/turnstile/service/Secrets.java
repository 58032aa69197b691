package com.turnstile.service;

import com.turnstile.entity.CustomerCredential;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords and tokens: what is kept of them cannot be turned back into them. Stateless. */
public final class Secrets {

  private static final int HASH_BITS = 256;
  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  public static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  public static String tokenHash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static boolean matches(String password, CustomerCredential credential) {
    String hash = passwordHash(password, credential.getSalt(), credential.getIterations());
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII),
        credential.getPasswordHash().getBytes(StandardCharsets.US_ASCII));
  }

  /** PBKDF2 with HMAC SHA-256; salt and result in lower-case hex. */
  public static String passwordHash(String password, String salt, int iterations) {
    PBEKeySpec key =
        new PBEKeySpec(
            password.toCharArray(), HexFormat.of().parseHex(salt), iterations, HASH_BITS);
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
}
