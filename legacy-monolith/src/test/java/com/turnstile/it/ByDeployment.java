package com.turnstile.it;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Test classes that inherit the same deployment run one after the other, so that {@link
 * SharedDeployments} can keep it. Stateless.
 */
public final class ByDeployment implements ClassOrderer {

  @Override
  public void orderClasses(ClassOrdererContext context) {
    context.getClassDescriptors().sort(Comparator.comparing(ByDeployment::kind));
  }

  private static String kind(ClassDescriptor test) {
    return test.getTestClass().getSuperclass().getName();
  }
}
