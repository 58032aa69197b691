package com.turnstile.service;

/** What every facade has that sells something. Thread-safe, as its beans are. */
public abstract class AbstractSalesFacade extends AbstractFacade {

  /** The currency of what it sells, where an event does not say. */
  public String defaultCurrency() {
    return "EUR";
  }

  /** How the back office calls the channel. */
  public String salesChannel() {
    return facadeName().toUpperCase(java.util.Locale.ROOT);
  }
}
