package io.matapalo.router.transaction.metrics;

import io.matapalo.jvm.KeyedHash;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Keeps what may be a card number or a secret out of reports: such keys are shown as a hash under a
 * key of the JVM, so that they can be compared and not found by trying. Stateless.
 */
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
