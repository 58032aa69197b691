package com.turnstile.ws.v2;

/** One line of a purchase or order of version 2. Not thread-safe. */
public class TicketLine {

  private String ticketType;
  private String quantity;
  private String amount;

  public String getTicketType() {
    return ticketType;
  }

  public void setTicketType(String ticketType) {
    this.ticketType = ticketType;
  }

  public String getQuantity() {
    return quantity;
  }

  public void setQuantity(String quantity) {
    this.quantity = quantity;
  }

  public String getAmount() {
    return amount;
  }

  public void setAmount(String amount) {
    this.amount = amount;
  }
}
