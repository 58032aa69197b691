package com.turnstile.transfer;

/** The token of a session, on its way in. Never stored, never printed. Not thread-safe. */
public class TokenData {

  private String token;

  public String getToken() {
    return token;
  }

  public void setToken(String token) {
    this.token = token;
  }

  @Override
  public String toString() {
    return "TokenData[withheld]";
  }
}
