package com.turnstile.service;

import java.lang.reflect.Method;

/**
 * Notes the names and types of what the argument holds - never a value: cards pass here. Nobody
 * reads the notes any more. Not thread-safe.
 */
public class DescribingHandler extends OperationHandler {

  @Override
  protected void before(OperationCall call) {
    for (Method method : call.getArgument().getClass().getMethods()) {
      if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
        call.getProperties()
            .put(
                "argument." + method.getName().substring("get".length()),
                method.getGenericReturnType().getTypeName());
      }
    }
  }
}
