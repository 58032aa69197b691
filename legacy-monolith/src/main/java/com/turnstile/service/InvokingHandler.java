package com.turnstile.service;

import java.lang.reflect.InvocationTargetException;

/** The last of the chain: calls the facade. Not thread-safe. */
public class InvokingHandler extends OperationHandler {

  @Override
  public Object handle(OperationCall call) throws ServiceRefusal {
    try {
      return call.getMethod().invoke(call.getFacade(), call.getArgument());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(call.getMethod() + " must be public", e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ServiceRefusal refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the operation failed", e);
    }
  }
}
