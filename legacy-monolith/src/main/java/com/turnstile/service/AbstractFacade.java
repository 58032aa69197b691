package com.turnstile.service;

import java.util.logging.Logger;

/** What every facade of the back end has. Thread-safe, as its beans are. */
public abstract class AbstractFacade {

  private final Logger log = Logger.getLogger(getClass().getName());

  protected Logger log() {
    return log;
  }

  /** The name by which the dispatcher knows this facade. */
  public abstract String facadeName();
}
