package com.turnstile.service;

/** Notes which facade serves the call, for the log. Not thread-safe. */
public class FacadeNameHandler extends OperationHandler {

  @Override
  protected void before(OperationCall call) {
    if (call.getFacade() instanceof AbstractFacade facade) {
      call.getProperties().put("facade", facade.facadeName());
    }
  }
}
