package io.matapalo.fastpath.soap;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How values look on the wire, for every operation alike: as the contract wants them read, and as
 * the monolith writes them. White space around a number or a time is ignored. Pure.
 */
public final class WireValues {

  /** Stands for a text that is no time with a zone; no text reads as this one. */
  public static final Instant UNREADABLE_TIME = Instant.MIN;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern XML_SPACE_AROUND =
      Pattern.compile("^[ \\t\\r\\n]+|[ \\t\\r\\n]+\\z");
  private static final DateTimeFormatter MILLIS_UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private WireValues() {}

  /** A whole number; what is missing, no whole number, or too large is 0. */
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

  /** As {@link #readLong}, for a smaller type. */
  public static int readInt(String text) {
    long number = readLong(text);
    return number == (int) number ? (int) number : 0;
  }

  /**
   * A decimal as JAXB reads it: white space of XML around it is ignored, an exponent and digits of
   * other scripts are taken. Empty when it is none.
   */
  public static Optional<BigDecimal> readDecimal(String text) {
    try {
      return Optional.of(new BigDecimal(XML_SPACE_AROUND.matcher(text).replaceAll("")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A time with its zone, or {@link #UNREADABLE_TIME}. */
  public static Instant readTime(String text) {
    try {
      return Instant.parse(text.strip());
    } catch (DateTimeParseException e) {
      return UNREADABLE_TIME;
    }
  }

  /** In UTC, with three places. */
  public static String written(Instant time) {
    return MILLIS_UTC.format(time);
  }

  /** With as many places as it has, and no exponent. */
  public static String written(BigDecimal amount) {
    return amount.toPlainString();
  }
}
