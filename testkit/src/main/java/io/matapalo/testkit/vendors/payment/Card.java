package io.matapalo.testkit.vendors.payment;

/** A card as a request names it. Lives for the length of that request only. Immutable. */
public record Card(String number, int expiryMonth, int expiryYear, String holder) {

  public String lastFour() {
    return number.substring(number.length() - 4);
  }

  /** Shows no more than the last four digits. */
  @Override
  public String toString() {
    return "Card[…" + lastFour() + "]";
  }
}
