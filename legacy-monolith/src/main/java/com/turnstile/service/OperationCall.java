package com.turnstile.service;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

/** One call on its way through the chain. Not thread-safe. */
public class OperationCall {

  private final Object facade;
  private final Method method;
  private final Object argument;
  private final Map<String, String> properties = new TreeMap<>();

  public OperationCall(Object facade, Method method, Object argument) {
    this.facade = facade;
    this.method = method;
    this.argument = argument;
  }

  public Object getFacade() {
    return facade;
  }

  public Method getMethod() {
    return method;
  }

  public Object getArgument() {
    return argument;
  }

  /** What handlers noted about the call. */
  public Map<String, String> getProperties() {
    return properties;
  }
}
