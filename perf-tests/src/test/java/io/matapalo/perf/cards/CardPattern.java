package io.matapalo.perf.cards;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One way in which one card number may be written, as bytes. Immutable. */
final class CardPattern {
  private final byte[] bytes;
  private final CardForm form;
  private final String lastFour;

  private CardPattern(byte[] bytes, CardForm form, String lastFour) {
    this.bytes = bytes;
    this.form = form;
    this.lastFour = lastFour;
  }

  /** All ways of writing a number. */
  static List<CardPattern> of(String number) {
    if (!number.matches("\\d{12,19}")) {
      throw new IllegalArgumentException(
          "a card number is 12 to 19 digits; one of %d characters is not"
              .formatted(number.length()));
    }
    Collector all = new Collector(number);
    all.encodings(number, CardForm.PLAIN);
    for (String blank : List.of(" ", "-")) {
      for (String grouped : groupings(number, blank)) {
        all.encodings(grouped, CardForm.GROUPED);
      }
    }
    for (String blank : List.of("%20", "+", "%2D", "%2d")) {
      groupings(number, blank).forEach(text -> all.text(text, CardForm.URL_ENCODED));
    }
    all.binary();
    return all.patterns;
  }

  int length() {
    return bytes.length;
  }

  int byteAt(int index) {
    return bytes[index] & 0xff;
  }

  CardForm form() {
    return form;
  }

  String lastFour() {
    return lastFour;
  }

  private static List<String> groupings(String number, String blank) {
    List<String> groupings = new ArrayList<>();
    StringBuilder byFour = new StringBuilder();
    for (int from = 0; from < number.length(); from += 4) {
      byFour.append(from == 0 ? "" : blank);
      byFour.append(number, from, Math.min(from + 4, number.length()));
    }
    groupings.add(byFour.toString());
    if (number.length() == 15) {
      groupings.add(
          number.substring(0, 4) + blank + number.substring(4, 10) + blank + number.substring(10));
    }
    return groupings;
  }

  /** Gathers the patterns of one number. Confined to one call. */
  private static final class Collector {
    private final String number;
    private final String lastFour;
    private final List<CardPattern> patterns = new ArrayList<>();

    Collector(String number) {
      this.number = number;
      this.lastFour = number.substring(number.length() - 4);
    }

    void encodings(String text, CardForm form) {
      byte[] ascii = text.getBytes(US_ASCII);
      text(text, form);
      for (int before = 0; before < 3; before++) {
        text(base64(ascii, before), CardForm.BASE64);
      }
      text(HexFormat.of().formatHex(ascii), CardForm.HEX);
      text(HexFormat.of().withUpperCase().formatHex(ascii), CardForm.HEX);
      String percent =
          text.chars().mapToObj(c -> "%%%02X".formatted(c)).collect(Collectors.joining());
      text(percent, CardForm.URL_ENCODED);
      text(percent.toLowerCase(Locale.ROOT), CardForm.URL_ENCODED);
      add(text.getBytes(UTF_16LE), CardForm.UTF_16LE);
      add(text.getBytes(UTF_16BE), CardForm.UTF_16BE);
    }

    void binary() {
      if (number.length() < 19) {
        long value = Long.parseLong(number);
        add(ByteBuffer.allocate(8).putLong(value).array(), CardForm.BINARY);
        add(ByteBuffer.allocate(8).putLong(Long.reverseBytes(value)).array(), CardForm.BINARY);
        // InnoDB keeps signed integers with the sign bit turned, so that they sort as bytes.
        add(ByteBuffer.allocate(8).putLong(value ^ Long.MIN_VALUE).array(), CardForm.BINARY);
      }
      if (number.length() % 2 == 0) {
        add(HexFormat.of().parseHex(number), CardForm.BINARY);
      }
    }

    void text(String text, CardForm form) {
      add(text.getBytes(US_ASCII), form);
    }

    private void add(byte[] bytes, CardForm form) {
      // Digits alone are the same in both cases of hexadecimal and percent encoding.
      if (patterns.stream().noneMatch(pattern -> Arrays.equals(pattern.bytes, bytes))) {
        patterns.add(new CardPattern(bytes, form, lastFour));
      }
    }

    /**
     * The letters that do not depend on the bytes around, with so many bytes before the number in
     * its triple.
     */
    private static String base64(byte[] ascii, int before) {
      byte[] shifted = new byte[before + ascii.length];
      System.arraycopy(ascii, 0, shifted, before, ascii.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int firstWhole = (before * 8 + 5) / 6;
      int endWhole = shifted.length * 8 / 6;
      return encoded.substring(firstWhole, endWhole);
    }
  }
}
