package com.turnstile.service;

/** What the operators set, by system property. Stateless. */
public final class Settings {

  private Settings() {}

  public static String required(String name) {
    String value = System.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("the system property " + name + " is not set");
    }
    return value;
  }

  public static int number(String name, int otherwise) {
    return Integer.parseInt(System.getProperty(name, Integer.toString(otherwise)));
  }
}
