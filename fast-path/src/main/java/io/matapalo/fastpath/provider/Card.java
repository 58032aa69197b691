package io.matapalo.fastpath.provider;

/** A card as the client sent it; the holder's name is left out of its text form too. */
public record Card(CardNumber number, int expiryMonth, int expiryYear, String holder) {

  /** What a request without a card has. */
  public static final Card NONE = new Card(CardNumber.of(""), 0, 0, "");

  @Override
  public String toString() {
    return "Card[" + number + "]";
  }
}
