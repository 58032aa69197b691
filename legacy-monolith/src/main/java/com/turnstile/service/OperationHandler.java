package com.turnstile.service;

/**
 * One link of the chain that each operation passes on its way to the facade. A chain is made for
 * each call. Not thread-safe.
 */
public abstract class OperationHandler {

  private OperationHandler next;

  void setNext(OperationHandler next) {
    this.next = next;
  }

  /** Does its part and hands the call on. */
  public Object handle(OperationCall call) throws ServiceRefusal {
    before(call);
    return next.handle(call);
  }

  protected void before(OperationCall call) throws ServiceRefusal {}
}
