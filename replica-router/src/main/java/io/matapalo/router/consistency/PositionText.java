package io.matapalo.router.consistency;

/** Bounds and errors that the readers of positions share. Stateless. */
final class PositionText {

  /** Characters of a position that is read; servers with long histories stay far below it. */
  static final int MAX_LENGTH = 16_384;

  private static final int MAX_QUOTED = 60;
  private static final int MAX_DIGITS = 20;

  private PositionText() {}

  static String checked(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a position must have at most %d characters, had %d"
              .formatted(MAX_LENGTH, text.length()));
    }
    return text;
  }

  /** A number of at least {@code least}, below 2 to the 63rd. */
  static long number(String text, long least, String what, String whole) {
    long value;
    try {
      boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS && onlyDigits(text);
      value = digits ? Long.parseLong(text) : -1;
    } catch (NumberFormatException e) {
      value = -1;
    }
    if (value < least) {
      throw refused(
          what + " must be a number from " + least + ", was '" + quoted(text) + "'", whole);
    }
    return value;
  }

  static IllegalArgumentException refused(String why, String whole) {
    return new IllegalArgumentException(why + ", in position '" + quoted(whole) + "'");
  }

  private static boolean onlyDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static String quoted(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
  }
}
