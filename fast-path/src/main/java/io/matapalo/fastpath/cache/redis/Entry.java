package io.matapalo.fastpath.cache.redis;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A value as it stands in Redis. Immutable. In bytes: {@code M1|}, eight hexadecimal digits each
 * for the CRC-32C and the length of the rest, and then as UTF-8 {@code
 * tag|version|filledAt|V|length of stamp|stamp value}, or {@code N} for a row that does not exist.
 * The check finds damage; it protects from nobody who may write to Redis.
 *
 * @param tag the fence's for this cache at the fill
 * @param version of the value's codec
 * @param filledAtMillis when it was filled, by the filler's clock; for early refresh alone
 * @param stamp a position that the value shows, as text
 * @param value empty: there is no such row
 */
record Entry(String tag, int version, long filledAtMillis, String stamp, Optional<String> value) {

  private static final byte[] MAGIC = "M1|".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECK_AT = MAGIC.length;
  private static final int LENGTH_AT = CHECK_AT + 9;
  private static final int BODY_AT = LENGTH_AT + 9;
  private static final int FIELDS = 5;

  /** Empty where the value cannot be written as UTF-8. */
  Optional<byte[]> bytes() {
    String text =
        String.join(
            "|",
            tag,
            String.valueOf(version),
            String.valueOf(filledAtMillis),
            value.isPresent() ? "V" : "N",
            String.valueOf(stamp.length()),
            stamp + value.orElse(""));
    try {
      ByteBuffer body = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      CRC32C check = new CRC32C();
      check.update(body.duplicate());
      HexFormat hex = HexFormat.of();
      String head =
          "M1|%s|%s|"
              .formatted(
                  hex.toHexDigits((int) check.getValue()), hex.toHexDigits(body.remaining()));
      byte[] all = new byte[BODY_AT + body.remaining()];
      System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, all, 0, BODY_AT);
      body.get(all, BODY_AT, body.remaining());
      return Optional.of(all);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Empty for anything that is not whole, or of another format. */
  static Optional<Entry> parse(byte[] all) {
    if (all.length < BODY_AT || !Arrays.equals(all, 0, CHECK_AT, MAGIC, 0, CHECK_AT)) {
      return Optional.empty();
    }
    int length = all.length - BODY_AT;
    CRC32C check = new CRC32C();
    check.update(all, BODY_AT, length);
    if (hex(all, LENGTH_AT) != length || hex(all, CHECK_AT) != check.getValue()) {
      return Optional.empty();
    }
    try {
      return body(new String(all, BODY_AT, length, StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Entry> body(String text) {
    String[] parts = text.split("\\|", FIELDS + 1);
    if (parts.length != FIELDS + 1) {
      return Optional.empty();
    }
    int stampLength = Integer.parseInt(parts[4]);
    boolean hasValue = parts[3].equals("V");
    String rest = parts[FIELDS];
    if (stampLength < 0 || stampLength > rest.length() || !(hasValue || parts[3].equals("N"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            parts[0],
            Integer.parseInt(parts[1]),
            Long.parseLong(parts[2]),
            rest.substring(0, stampLength),
            hasValue ? Optional.of(rest.substring(stampLength)) : Optional.empty()));
  }

  /** Eight digits and their sign of the end; -1 for anything else. */
  private static long hex(byte[] all, int at) {
    long number = 0;
    for (int i = at; i < at + 8; i++) {
      int digit = all[i] > 0 && HexFormat.isHexDigit(all[i]) ? HexFormat.fromHexDigit(all[i]) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * 16 + digit;
    }
    return all[at + 8] == '|' ? number : -1;
  }
}
