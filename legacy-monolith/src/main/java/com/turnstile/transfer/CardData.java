package com.turnstile.transfer;

/** The card on its way to the payment provider. Never stored, never printed. Not thread-safe. */
public class CardData {

  private String number;
  private int expiryMonth;
  private int expiryYear;
  private String holder;

  public String getNumber() {
    return number;
  }

  public void setNumber(String number) {
    this.number = number;
  }

  public int getExpiryMonth() {
    return expiryMonth;
  }

  public void setExpiryMonth(int expiryMonth) {
    this.expiryMonth = expiryMonth;
  }

  public int getExpiryYear() {
    return expiryYear;
  }

  public void setExpiryYear(int expiryYear) {
    this.expiryYear = expiryYear;
  }

  public String getHolder() {
    return holder;
  }

  public void setHolder(String holder) {
    this.holder = holder;
  }

  /** The last four digits, all of the number that may be kept. */
  public String lastFour() {
    return number.substring(number.length() - 4);
  }

  @Override
  public String toString() {
    return "CardData[withheld]";
  }
}
