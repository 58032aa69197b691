package com.turnstile.service;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Finds, at run time and anew for each call, the bean and the method that serve an operation: once
 * meant to let operations be plugged in without touching the endpoints. Stateless.
 */
public final class OperationDispatcher {

  private static final String[] FACADES = {
    "java:module/CheckoutFacadeBean",
    "java:module/EventsFacadeBean",
    "java:module/PaymentsFacadeBean",
    "java:module/InventoryFacadeBean",
    "java:module/SessionFacadeBean",
    "java:module/CustomerFacadeBean",
    "java:module/InstructionFacadeBean",
  };

  private OperationDispatcher() {}

  /** Calls the operation; a refusal and any unchecked exception of it come out as they are. */
  public static Object dispatch(String operation, Object argument) throws ServiceRefusal {
    for (String name : FACADES) {
      Object facade = lookup(name);
      for (Method method : methodsOf(facade.getClass())) {
        if (method.getName().equals(operation)
            && method.getParameterCount() == 1
            && method.getParameterTypes()[0].isInstance(argument)) {
          return OperationChain.assemble().handle(new OperationCall(facade, method, argument));
        }
      }
    }
    throw new IllegalArgumentException("no facade serves the operation " + operation);
  }

  // Looks up names of this class only, never one that a client sent.
  @SuppressWarnings("BanJNDI")
  private static Object lookup(String name) {
    try {
      return new InitialContext().lookup(name);
    } catch (NamingException e) {
      throw new IllegalStateException("no bean " + name, e);
    }
  }

  static List<Method> methodsOf(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> t = type; t != null; t = t.getSuperclass()) {
      for (Method method : t.getMethods()) {
        methods.add(method);
      }
    }
    return methods;
  }
}
