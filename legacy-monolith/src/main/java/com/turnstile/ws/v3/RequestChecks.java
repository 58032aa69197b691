package com.turnstile.ws.v3;

import com.turnstile.service.ServiceRefusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Checks of single values that need no database; a refusal names the field. Stateless. */
final class RequestChecks {

  static final int MOST_RESULTS = 200;

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final int LONGEST_TEXT = 100;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private RequestChecks() {}

  static int limit(Integer limit) throws ServiceRefusal {
    int number = limit == null ? 0 : limit;
    if (number < 1 || number > MOST_RESULTS) {
      throw invalid("limit must be 1 to " + MOST_RESULTS + ", was " + number);
    }
    return number;
  }

  static Long positive(String field, Long value) throws ServiceRefusal {
    long number = value == null ? 0 : value;
    if (number <= 0) {
      throw invalid(field + " must be positive, was " + number);
    }
    return number;
  }

  static String notBlank(String field, String text) throws ServiceRefusal {
    if (text == null || text.isBlank()) {
      throw invalid(field + " must not be blank");
    }
    return text;
  }

  static String requestId(String text) throws ServiceRefusal {
    if (text == null || !REQUEST_ID.matcher(text).matches()) {
      throw invalid("requestId must be 8 to 64 letters, digits or dashes");
    }
    return text;
  }

  /** What a client may leave out: null when it is missing or blank. */
  static String optional(String field, String text) throws ServiceRefusal {
    if (text == null || text.isBlank()) {
      return null;
    }
    String stripped = text.strip();
    if (stripped.length() > LONGEST_TEXT) {
      throw invalid(
          field + " must be at most " + LONGEST_TEXT + " characters, was " + stripped.length());
    }
    return stripped;
  }

  /** Null only if it is missing. */
  static Instant optionalTime(String field, Instant time) throws ServiceRefusal {
    return time == null ? null : time(field, time);
  }

  static Instant time(String field, Instant time) throws ServiceRefusal {
    if (time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw invalid(
          field + " must be a time from 1970 to 9999 with its zone, as in 2027-01-31T20:00:00Z");
    }
    return time;
  }

  static void ordered(Instant from, Instant to) throws ServiceRefusal {
    if (from != null && to != null && !from.isBefore(to)) {
      throw invalid("from must be before to, was " + from + " and " + to);
    }
  }

  static <E extends Enum<E>> E given(String field, E value, E[] all) throws ServiceRefusal {
    if (value == null) {
      throw invalid(field + " must be one of " + String.join(", ", names(all)));
    }
    return value;
  }

  static ServiceRefusal invalid(String message) {
    return new ServiceRefusal("INVALID_REQUEST", message);
  }

  private static String[] names(Enum<?>[] all) {
    return Arrays.stream(all).map(Enum::name).toArray(String[]::new);
  }
}
