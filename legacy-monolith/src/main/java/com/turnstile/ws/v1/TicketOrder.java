package com.turnstile.ws.v1;

import java.util.ArrayList;
import java.util.List;

/** An order, as version 1 tells it: one kind of ticket, amounts as doubles. Not thread-safe. */
public class TicketOrder {

  private String orderNumber;
  private long customerNumber;
  private String event;
  private String ticketType;
  private int count;
  private double ticketAmount;
  private double fees;
  private double tax;
  private double totalAmount;
  private String currency;
  private int state;
  private String cardEnding;
  private List<String> tickets = new ArrayList<>();

  public String getOrderNumber() {
    return orderNumber;
  }

  public void setOrderNumber(String orderNumber) {
    this.orderNumber = orderNumber;
  }

  public long getCustomerNumber() {
    return customerNumber;
  }

  public void setCustomerNumber(long customerNumber) {
    this.customerNumber = customerNumber;
  }

  public String getEvent() {
    return event;
  }

  public void setEvent(String event) {
    this.event = event;
  }

  public String getTicketType() {
    return ticketType;
  }

  public void setTicketType(String ticketType) {
    this.ticketType = ticketType;
  }

  public int getCount() {
    return count;
  }

  public void setCount(int count) {
    this.count = count;
  }

  public double getTicketAmount() {
    return ticketAmount;
  }

  public void setTicketAmount(double ticketAmount) {
    this.ticketAmount = ticketAmount;
  }

  public double getFees() {
    return fees;
  }

  public void setFees(double fees) {
    this.fees = fees;
  }

  public double getTax() {
    return tax;
  }

  public void setTax(double tax) {
    this.tax = tax;
  }

  public double getTotalAmount() {
    return totalAmount;
  }

  public void setTotalAmount(double totalAmount) {
    this.totalAmount = totalAmount;
  }

  public String getCurrency() {
    return currency;
  }

  public void setCurrency(String currency) {
    this.currency = currency;
  }

  public int getState() {
    return state;
  }

  public void setState(int state) {
    this.state = state;
  }

  public String getCardEnding() {
    return cardEnding;
  }

  public void setCardEnding(String cardEnding) {
    this.cardEnding = cardEnding;
  }

  public List<String> getTickets() {
    return tickets;
  }

  public void setTickets(List<String> tickets) {
    this.tickets = tickets;
  }
}
