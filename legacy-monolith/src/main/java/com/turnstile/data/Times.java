package com.turnstile.data;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The fixed times between which everything happens, as milliseconds since 1970. Stateless. */
final class Times {

  /** First order, where there are customers beyond the seed's. */
  static final long ORDERS_BEGIN = millis("2024-11-01T00:00:00Z");

  /** The seed's customers exist from here on. */
  static final long SEED_CUSTOMERS_BEGIN = millis("2026-01-01T00:00:00Z");

  /** After the last order. */
  static final long ORDERS_END = millis("2026-11-01T00:00:00Z");

  static final long CUSTOMERS_BEGIN = millis("2022-01-01T00:00:00Z");

  static final long EVENTS_BEGIN = millis("2024-11-10T00:00:00Z");

  static final long EVENTS_END = millis("2028-07-01T00:00:00Z");

  /** Events that start later are on sale. */
  static final long ON_SALE_FROM = millis("2026-12-31T00:00:00Z");

  static final long HOUR = 3_600_000;

  static final long DAY = 24 * HOUR;

  private Times() {}

  /** As the database writes it, UTC, whole milliseconds. */
  static void append(StringBuilder text, long millis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(millis, 1_000L),
            Math.floorMod(millis, 1_000) * 1_000_000,
            ZoneOffset.UTC);
    text.append(time.getYear());
    two(text.append('-'), time.getMonthValue());
    two(text.append('-'), time.getDayOfMonth());
    two(text.append(' '), time.getHour());
    two(text.append(':'), time.getMinute());
    two(text.append(':'), time.getSecond());
    int rest = time.getNano() / 1_000_000;
    text.append('.').append((char) ('0' + rest / 100));
    two(text, rest % 100);
  }

  private static void two(StringBuilder text, int value) {
    text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }

  private static long millis(String text) {
    return Instant.parse(text).toEpochMilli();
  }
}
