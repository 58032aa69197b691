package io.matapalo.perf.bench.workload;

import java.util.random.RandomGenerator;

/**
 * Test card numbers from a seed: 16 digits, valid by the Luhn check (ISO/IEC 7812-1 annex B), so
 * that the numbers of a run can be made again and searched for. They belong to nobody and pay
 * nothing. Confined to one thread.
 */
final class CardNumbers {
  private static final int LENGTH = 16;

  private final String prefix;
  private final RandomGenerator random;

  public CardNumbers(String prefix, RandomGenerator random) {
    this.prefix = prefix;
    this.random = random;
  }

  /** The next number. */
  public String next() {
    StringBuilder digits = new StringBuilder(prefix);
    while (digits.length() < LENGTH - 1) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.append(checkDigit(digits)).toString();
  }

  /** Whether the last digit is the right check digit. */
  public static boolean isValid(String number) {
    int last = number.length() - 1;
    return checkDigit(number.substring(0, last)) == number.charAt(last);
  }

  private static char checkDigit(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? 2 * digit : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return (char) ('0' + (10 - sum % 10) % 10);
  }
}
