package com.turnstile.ws;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * How values look on the wire. Stateless. What cannot be read as a number is 0, as a missing one
 * is.
 */
public final class WireFormat {

  /** Stands for a text that is no time; no client can send this one. */
  public static final Instant UNREADABLE_TIME = Instant.MIN;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");
  private static final DateTimeFormatter MILLIS_UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private WireFormat() {}

  public static Long parseLong(String text) {
    String number = text == null ? "" : text.strip();
    if (!WHOLE_NUMBER.matcher(number).matches()) {
      return 0L;
    }
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException tooLarge) {
      return 0L;
    }
  }

  public static String printLong(Long number) {
    return number.toString();
  }

  public static Integer parseInt(String text) {
    long number = parseLong(text);
    return number == (int) number ? (int) number : 0;
  }

  public static String printInt(Integer number) {
    return number.toString();
  }

  /** What cannot be read as a time, one without a zone among them, is {@link #UNREADABLE_TIME}. */
  public static Instant parseInstant(String text) {
    try {
      return Instant.parse(text == null ? "" : text.strip());
    } catch (DateTimeParseException e) {
      return UNREADABLE_TIME;
    }
  }

  public static String printInstant(Instant instant) {
    return MILLIS_UTC.format(instant);
  }
}
