package com.turnstile.service;

/** What every facade has that sells tickets. Thread-safe, as its beans are. */
public abstract class AbstractTicketingFacade extends AbstractSalesFacade {

  @Override
  public String salesChannel() {
    return "TICKETS/" + super.salesChannel();
  }
}
