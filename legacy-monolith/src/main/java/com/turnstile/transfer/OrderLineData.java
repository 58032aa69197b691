package com.turnstile.transfer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** One line of an order. Not thread-safe. */
public class OrderLineData {

  private String ticketTypeCode;
  private int quantity;
  private BigDecimal unitPrice;
  private BigDecimal amount;
  private List<String> ticketNumbers = new ArrayList<>();

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

  public BigDecimal getUnitPrice() {
    return unitPrice;
  }

  public void setUnitPrice(BigDecimal unitPrice) {
    this.unitPrice = unitPrice;
  }

  public BigDecimal getAmount() {
    return amount;
  }

  public void setAmount(BigDecimal amount) {
    this.amount = amount;
  }

  public List<String> getTicketNumbers() {
    return ticketNumbers;
  }

  public void setTicketNumbers(List<String> ticketNumbers) {
    this.ticketNumbers = ticketNumbers;
  }
}
