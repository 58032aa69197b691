package io.matapalo.testkit.vendors.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether two requests name the same card without keeping it: HMAC-SHA-256 under a key that
 * is made at each start and never leaves memory. Thread-safe.
 */
public final class CardSeal {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private CardSeal(SecretKeySpec key) {
    this.key = key;
  }

  public static CardSeal withRandomKey() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new CardSeal(new SecretKeySpec(bytes, ALGORITHM));
  }

  public String of(Card card) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String text = card.number() + "|" + card.expiryMonth() + "|" + card.expiryYear();
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
