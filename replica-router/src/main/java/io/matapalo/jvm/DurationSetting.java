package io.matapalo.jvm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting whose value is a duration: a whole number and its unit, such as {@code 250ms}.
 * Immutable.
 *
 * @param units what it may have, as messages list them, such as {@code ms, s or m}
 */
public record DurationSetting(String key, String units) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  /**
   * Its value among {@code settings}; {@code standard} if it is absent.
   *
   * @throws IllegalArgumentException if the value is no number with one of the units
   */
  public Duration in(Map<String, String> settings, Duration standard) {
    String text = settings.get(key);
    if (text == null) {
      return standard;
    }
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || !List.of(units.split(", | or ", -1)).contains(matcher.group(2))) {
      throw new IllegalArgumentException(
          "%s must be a number with %s, was '%s'".formatted(key, units, text));
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException unless it is {@code least} to {@code most}
   */
  public static void require(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s must be %s to %s, was %s".formatted(key, text(least), text(most), text(value)));
    }
  }

  private static String text(Duration value) {
    long millis = value.toMillis();
    return millis == 0 || millis % 1_000 != 0 ? millis + "ms" : millis / 1_000 + "s";
  }
}
