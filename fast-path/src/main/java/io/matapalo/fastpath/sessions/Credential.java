package io.matapalo.fastpath.sessions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a customer's password is checked against. Immutable; in no text form. */
record Credential(String salt, int iterations, String passwordHash) {

  /**
   * Stands for that of a customer who is not there: no password matches, after as long a time as
   * any other check takes.
   */
  static final Credential NOBODY = new Credential("0".repeat(32), 10_000, "");

  /** In a time that does not depend on where the two differ. */
  boolean matches(Password password) {
    return MessageDigest.isEqual(
        password.hash(salt, iterations).getBytes(StandardCharsets.US_ASCII),
        passwordHash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "Credential[withheld]";
  }
}
