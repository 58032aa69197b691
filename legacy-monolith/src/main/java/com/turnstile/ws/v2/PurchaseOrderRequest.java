package com.turnstile.ws.v2;

import java.util.ArrayList;
import java.util.List;

/**
 * A purchase, as version 2 wants it: everything a string, the card flat. Never printed. Not
 * thread-safe.
 */
public class PurchaseOrderRequest {

  private String requestKey;
  private String customerId;
  private String eventCode;
  private List<TicketLine> lines = new ArrayList<>();
  private String cardNumber;
  private String cardExpiry;
  private String cardHolder;

  public String getRequestKey() {
    return requestKey;
  }

  public void setRequestKey(String requestKey) {
    this.requestKey = requestKey;
  }

  public String getCustomerId() {
    return customerId;
  }

  public void setCustomerId(String customerId) {
    this.customerId = customerId;
  }

  public String getEventCode() {
    return eventCode;
  }

  public void setEventCode(String eventCode) {
    this.eventCode = eventCode;
  }

  public List<TicketLine> getLines() {
    return lines;
  }

  public void setLines(List<TicketLine> lines) {
    this.lines = lines;
  }

  public String getCardNumber() {
    return cardNumber;
  }

  public void setCardNumber(String cardNumber) {
    this.cardNumber = cardNumber;
  }

  public String getCardExpiry() {
    return cardExpiry;
  }

  public void setCardExpiry(String cardExpiry) {
    this.cardExpiry = cardExpiry;
  }

  public String getCardHolder() {
    return cardHolder;
  }

  public void setCardHolder(String cardHolder) {
    this.cardHolder = cardHolder;
  }

  @Override
  public String toString() {
    return "PurchaseOrderRequest[withheld]";
  }
}
