package io.matapalo.perf.cards;

/** How a card number was written where it was found. */
public enum CardForm {
  /** Digits in ASCII, and so in UTF-8. */
  PLAIN,
  /** Digits in groups of four with blanks or dashes between; with 15 digits also 4-6-5. */
  GROUPED,
  /** Base 64 of either, at any alignment in the encoded text; not wrapped into lines. */
  BASE64,
  /** Hexadecimal digits, capital or small, of either. */
  HEX,
  /** Percent-encoded digits, or groups with encoded blanks between. */
  URL_ENCODED,
  /** Digits in UTF-16, low byte first. */
  UTF_16LE,
  /** Digits in UTF-16, high byte first. */
  UTF_16BE,
  /**
   * The number as a 64-bit integer, as databases and binary logs keep one, or two digits a byte.
   */
  BINARY
}
