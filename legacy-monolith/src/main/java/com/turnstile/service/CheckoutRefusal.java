package com.turnstile.service;

import jakarta.ejb.ApplicationException;

/** A purchase or a look-up was refused; code and message go to the client as they are. */
@ApplicationException(rollback = true)
public class CheckoutRefusal extends ServiceRefusal {

  private static final long serialVersionUID = 1L;

  private final boolean ofBookedOrder;

  public CheckoutRefusal(String code, String message) {
    this(code, message, false);
  }

  private CheckoutRefusal(String code, String message, boolean ofBookedOrder) {
    super(code, message);
    this.ofBookedOrder = ofBookedOrder;
  }

  /** The same refusal, of an order that stays booked: its auditors read that it was accepted. */
  public CheckoutRefusal ofBookedOrder() {
    return new CheckoutRefusal(getCode(), getMessage(), true);
  }

  public boolean isOfBookedOrder() {
    return ofBookedOrder;
  }
}
