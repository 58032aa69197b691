package com.turnstile.service;

/** Makes the chain of handlers by their names, anew for each call. Stateless. */
final class OperationChain {

  private static final String[] HANDLERS = {
    "com.turnstile.service.FacadeNameHandler",
    "com.turnstile.service.DescribingHandler",
    "com.turnstile.service.LoggingHandler",
    "com.turnstile.service.InvokingHandler"
  };

  private OperationChain() {}

  static OperationHandler assemble() {
    OperationHandler first = null;
    for (int i = HANDLERS.length - 1; i >= 0; i--) {
      OperationHandler handler = create(HANDLERS[i]);
      handler.setNext(first);
      first = handler;
    }
    return first;
  }

  private static OperationHandler create(String className) {
    try {
      return Class.forName(className)
          .asSubclass(OperationHandler.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no handler " + className, e);
    }
  }
}
