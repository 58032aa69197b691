package com.turnstile.ws.v1;

/** Why version 1 refused: a number for all. Not thread-safe. */
public class ServiceErrorInfo {

  private int errorNumber;
  private String errorText;

  public int getErrorNumber() {
    return errorNumber;
  }

  public void setErrorNumber(int errorNumber) {
    this.errorNumber = errorNumber;
  }

  public String getErrorText() {
    return errorText;
  }

  public void setErrorText(String errorText) {
    this.errorText = errorText;
  }
}
