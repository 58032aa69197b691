package io.matapalo.fastpath.operation;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The contract's checks of single values, which need no database. Each gives the value back, or
 * throws {@link Refused} with the field's name. Pure.
 */
public final class RequestChecks {

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final int MOST_RESULTS = 200;
  private static final int LONGEST_TEXT = 100;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private RequestChecks() {}

  public static String requestId(String text) {
    if (!REQUEST_ID.matcher(text).matches()) {
      throw Refused.invalid("requestId must be 8 to 64 letters, digits or dashes");
    }
    return text;
  }

  public static long positive(String field, long number) {
    if (number <= 0) {
      throw Refused.invalid(field + " must be positive, was " + number);
    }
    return number;
  }

  /** As the other; in some services a number that is missing is called null, not 0. */
  public static long positive(String field, Optional<Long> number) {
    return positive(
        field, number.orElseThrow(() -> Refused.invalid(field + " must be positive, was null")));
  }

  /** The version of a row, as the client read it. */
  public static int version(Optional<Integer> number) {
    return number
        .filter(given -> given >= 0)
        .orElseThrow(() ->
            Refused.invalid(
                "version must be 0 or more, was " + number.map(String::valueOf).orElse("null")));
  }

  public static String notBlank(String field, String text) {
    if (text.isBlank()) {
      throw Refused.invalid(field + " must not be blank");
    }
    return text;
  }

  public static int between(String field, int least, int most, int number) {
    if (number < least || number > most) {
      throw Refused.invalid(field + " must be " + least + " to " + most + ", was " + number);
    }
    return number;
  }

  public static int limit(int number) {
    return between("limit", 1, MOST_RESULTS, number);
  }

  /** A text without the white space round it, that a client may leave out or leave blank. */
  public static Optional<String> optional(String field, String text) {
    String stripped = text.strip();
    if (stripped.length() > LONGEST_TEXT) {
      throw Refused.invalid(
          field + " must be at most " + LONGEST_TEXT + " characters, was " + stripped.length());
    }
    return Optional.of(stripped).filter(given -> !given.isEmpty());
  }

  public static Instant time(String field, Optional<Instant> time) {
    return time.filter(given -> !given.isBefore(EARLIEST) && !given.isAfter(LATEST))
        .orElseThrow(() ->
            Refused.invalid(
                field
                    + " must be a time from 1970 to 9999 with its zone,"
                    + " as in 2027-01-31T20:00:00Z"));
  }

  /** A time that a client may leave out, but not leave blank. */
  public static Optional<Instant> optionalTime(String field, Optional<Instant> time) {
    return time.isEmpty() ? time : Optional.of(time(field, time));
  }

  public static void ordered(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw Refused.invalid("from must be before to, was " + from + " and " + to);
    }
  }

  public static <E extends Enum<E>> E oneOf(String field, Optional<E> value, E[] all) {
    return value.orElseThrow(() ->
        Refused.invalid(
            field
                + " must be one of "
                + Arrays.stream(all).map(Enum::name).collect(Collectors.joining(", "))));
  }
}
