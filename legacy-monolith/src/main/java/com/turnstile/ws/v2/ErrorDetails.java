package com.turnstile.ws.v2;

/** Why version 2 refused. Not thread-safe. */
public class ErrorDetails {

  private String errorCode;
  private String errorText;

  public String getErrorCode() {
    return errorCode;
  }

  public void setErrorCode(String errorCode) {
    this.errorCode = errorCode;
  }

  public String getErrorText() {
    return errorText;
  }

  public void setErrorText(String errorText) {
    this.errorText = errorText;
  }
}
