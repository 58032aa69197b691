package io.matapalo.router.transaction.metrics;

import io.matapalo.jvm.KeyedHash;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Hashes keys that may be card numbers or secrets, under a key of the JVM. Stateless. */
final class KeyMask {

  private static final int LONGEST = 64;
  // Digits count on over blanks and dashes, as cards are written.
  private static final Pattern LONG_NUMBER = Pattern.compile("\\p{Nd}(?:[ \\-.]?\\p{Nd}){7,}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}]");

  private KeyMask() {}

  static String of(String key) {
    boolean plain =
        key.length() <= LONGEST && !LONG_NUMBER.matcher(key).find() && !CONTROL.matcher(key).find();
    return plain ? key : "#" + HexFormat.of().toHexDigits(KeyedHash.start().add(key).end());
  }
}
