package com.turnstile.ws.v2;

import java.util.ArrayList;
import java.util.List;

/** An order, as version 2 tells it: amounts as strings. Not thread-safe. */
public class OrderDetails {

  private String orderId;
  private String requestKey;
  private String customerId;
  private String eventCode;
  private String eventTitle;
  private String orderStatus;
  private String currency;
  private String netAmount;
  private String taxAmount;
  private String grossAmount;
  private String maskedCard;
  private List<TicketLine> lines = new ArrayList<>();
  private List<String> ticketNumbers = new ArrayList<>();

  public String getOrderId() {
    return orderId;
  }

  public void setOrderId(String orderId) {
    this.orderId = orderId;
  }

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

  public String getEventTitle() {
    return eventTitle;
  }

  public void setEventTitle(String eventTitle) {
    this.eventTitle = eventTitle;
  }

  public String getOrderStatus() {
    return orderStatus;
  }

  public void setOrderStatus(String orderStatus) {
    this.orderStatus = orderStatus;
  }

  public String getCurrency() {
    return currency;
  }

  public void setCurrency(String currency) {
    this.currency = currency;
  }

  public String getNetAmount() {
    return netAmount;
  }

  public void setNetAmount(String netAmount) {
    this.netAmount = netAmount;
  }

  public String getTaxAmount() {
    return taxAmount;
  }

  public void setTaxAmount(String taxAmount) {
    this.taxAmount = taxAmount;
  }

  public String getGrossAmount() {
    return grossAmount;
  }

  public void setGrossAmount(String grossAmount) {
    this.grossAmount = grossAmount;
  }

  public String getMaskedCard() {
    return maskedCard;
  }

  public void setMaskedCard(String maskedCard) {
    this.maskedCard = maskedCard;
  }

  public List<TicketLine> getLines() {
    return lines;
  }

  public void setLines(List<TicketLine> lines) {
    this.lines = lines;
  }

  public List<String> getTicketNumbers() {
    return ticketNumbers;
  }

  public void setTicketNumbers(List<String> ticketNumbers) {
    this.ticketNumbers = ticketNumbers;
  }
}
