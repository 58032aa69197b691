package com.turnstile.transfer;

/** One line of a purchase. Not thread-safe. */
public class PurchaseLineData {

  private String ticketTypeCode;
  private int quantity;

  public String getTicketTypeCode() {
    return ticketTypeCode;
  }

  public void setTicketTypeCode(String ticketTypeCode) {
    this.ticketTypeCode = ticketTypeCode;
  }

  public int getQuantity() {
    return quantity;
  }

  public void setQuantity(int quantity) {
    this.quantity = quantity;
  }
}
