package io.matapalo.perf.launcher.trace;

import java.util.Locale;

/** Numbers as the reports show them. Stateless. */
final class Amount {
  private static final double HALF_OF_A_TENTH = 0.05;
  private static final double NANOS_PER_MILLI = 1e6;

  private Amount() {}

  /** An average: whole, or to one decimal place; a dash when there was no request. */
  static String each(long total, long requests) {
    return requests == 0 ? "-" : number((double) total / requests);
  }

  /** An average of nanoseconds, in milliseconds to one decimal place. */
  static String millisEach(long nanos, long requests) {
    return requests == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MILLI / requests);
  }

  private static String number(double value) {
    long whole = Math.round(value);
    return Math.abs(value - whole) < HALF_OF_A_TENTH
        ? Long.toString(whole)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
