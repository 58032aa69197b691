package io.matapalo.perf.cards;

/**
 * A card number found. Immutable; shows no more than the last four digits.
 *
 * @param place file or source; {@code !} and what follows names content that was unpacked
 * @param offset of its first byte there
 * @param form how it was written
 * @param lastFour which of the numbers
 */
public record CardFinding(String place, long offset, CardForm form, String lastFour) {
  @Override
  public String toString() {
    return "%s at byte %d: card …%s, %s".formatted(place, offset, lastFour, form);
  }
}
