package io.matapalo.fastpath.soap;

import java.util.regex.Pattern;

/**
 * Reads numbers as the contract wants it: white space around is ignored, and what is missing, no
 * whole number, or too large is 0. Pure.
 */
public final class LenientNumbers {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");

  private LenientNumbers() {}

  public static long readLong(String text) {
    String number = text.strip();
    if (!WHOLE_NUMBER.matcher(number).matches()) {
      return 0;
    }
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      // Too large.
      return 0;
    }
  }

  public static int readInt(String text) {
    long number = readLong(text);
    return number == (int) number ? (int) number : 0;
  }
}
