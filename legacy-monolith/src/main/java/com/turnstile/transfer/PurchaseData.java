package com.turnstile.transfer;

import java.util.ArrayList;
import java.util.List;

/** A purchase as the front end hands it to the back end. Not thread-safe. */
public class PurchaseData {

  private String requestId;
  private long customerId;
  private String eventCode;
  private List<PurchaseLineData> lines = new ArrayList<>();
  private CardData card;

  public String getRequestId() {
    return requestId;
  }

  public void setRequestId(String requestId) {
    this.requestId = requestId;
  }

  public long getCustomerId() {
    return customerId;
  }

  public void setCustomerId(long customerId) {
    this.customerId = customerId;
  }

  public String getEventCode() {
    return eventCode;
  }

  public void setEventCode(String eventCode) {
    this.eventCode = eventCode;
  }

  public List<PurchaseLineData> getLines() {
    return lines;
  }

  public void setLines(List<PurchaseLineData> lines) {
    this.lines = lines;
  }

  public CardData getCard() {
    return card;
  }

  public void setCard(CardData card) {
    this.card = card;
  }

  @Override
  public String toString() {
    return "PurchaseData[requestId=" + requestId + "]";
  }
}
