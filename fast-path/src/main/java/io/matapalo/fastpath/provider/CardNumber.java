package io.matapalo.fastpath.provider;

import java.util.regex.Pattern;

/** A card's number as it was sent, valid or not. Immutable; its text form is masked. */
public final class CardNumber {

  private static final Pattern VALID = Pattern.compile("[0-9]{12,19}");
  private static final int SHOWN = 4;

  private final String digits;

  private CardNumber(String digits) {
    this.digits = digits;
  }

  public static CardNumber of(String digits) {
    return new CardNumber(digits);
  }

  /** Whether it is 12 to 19 digits. */
  public boolean isValid() {
    return VALID.matcher(digits).matches();
  }

  /** The only part that may be stored; the number must be valid. */
  public String lastFour() {
    if (!isValid()) {
      throw new IllegalStateException("an invalid card number has no last four digits");
    }
    return digits.substring(digits.length() - SHOWN);
  }

  /** The number itself, for the provider's request only. */
  String reveal() {
    return digits;
  }

  @Override
  public String toString() {
    return isValid() ? "CardNumber[…" + lastFour() + "]" : "CardNumber[invalid]";
  }
}
