package com.turnstile.transfer;

import java.io.Serializable;

/** One preference of a profile. Not thread-safe. */
public class PreferenceData implements Serializable {

  private static final long serialVersionUID = 1L;

  private String name;
  private String value;

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getValue() {
    return value;
  }

  public void setValue(String value) {
    this.value = value;
  }
}
