package io.matapalo.fastpath.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The secret by which a client shows which session is its own. Immutable; in no text form. */
public final class SessionToken {

  private static final int BYTES = 32;

  private final String text;

  private SessionToken(String text) {
    this.text = text;
  }

  /** One that a client sent, whatever it is. */
  public static SessionToken of(String text) {
    return new SessionToken(text);
  }

  /** Another one: 64 hexadecimal digits from 256 bits, which nobody can guess if they are. */
  public static SessionToken next(RandomGenerator secureRandom) {
    byte[] bytes = new byte[BYTES];
    secureRandom.nextBytes(bytes);
    return new SessionToken(HexFormat.of().formatHex(bytes));
  }

  /** For the client alone. */
  public String text() {
    return text;
  }

  /** All that is stored of it: its SHA-256 in 64 lower-case hexadecimal digits. */
  public String digest() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "SessionToken[withheld]";
  }
}
