package com.turnstile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the test that proves an entry of {@code docs/slowness.md}; one test may prove several. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Slowness {

  /** Numbers as in the register, such as {@code SLOW-07}. */
  String[] value();
}
