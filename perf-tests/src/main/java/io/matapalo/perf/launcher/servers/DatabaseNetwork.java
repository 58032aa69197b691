package io.matapalo.perf.launcher.servers;

import io.matapalo.testkit.relay.DelayRelay;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far away the database is: on loopback, or behind a relay that makes each round trip dearer.
 * Immutable.
 *
 * @param roundTrip what one round trip costs more; zero for no relay at all
 */
public record DatabaseNetwork(Duration roundTrip) {
  /** No relay. */
  public static final DatabaseNetwork LOOPBACK = new DatabaseNetwork(Duration.ZERO);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)(us|ms|s)");
  private static final int MICROS_OF_MILLI = 3;
  private static final int MILLIS_DIGITS = 6;

  public DatabaseNetwork {
    if (roundTrip.isNegative() || roundTrip.compareTo(DelayRelay.MAX_ROUND_TRIP) > 0) {
      throw new IllegalArgumentException(
          "a round trip must be 0ms to %ds, was %s"
              .formatted(DelayRelay.MAX_ROUND_TRIP.toSeconds(), roundTrip));
    }
  }

  /**
   * From {@code 0.3ms}, {@code 300us} or {@code 1s}.
   *
   * @throws IllegalArgumentException for anything else, or a time out of range
   */
  public static DatabaseNetwork of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a round trip is a time such as 0.3ms, 300us or 1s; 0ms for none; was '" + text + "'");
    }
    int shift =
        switch (matcher.group(2)) {
          case "us" -> MICROS_OF_MILLI;
          case "ms" -> MILLIS_DIGITS;
          default -> MICROS_OF_MILLI + MILLIS_DIGITS;
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).movePointRight(shift);
    return new DatabaseNetwork(Duration.ofNanos(nanos.longValue()));
  }

  /** Is there a relay? */
  public boolean isDelayed() {
    return !roundTrip.isZero();
  }

  /** In words, for every report. */
  public String label() {
    if (!isDelayed()) {
      return "database on loopback";
    }
    String millis =
        BigDecimal.valueOf(roundTrip.toNanos(), MILLIS_DIGITS).stripTrailingZeros().toPlainString();
    return "database round trip +%s ms (relay)".formatted(millis);
  }
}
