package io.matapalo.fastpath.notifications;

/** Whom a message is for. Immutable; its text form shows nothing of the person. */
public record Recipient(String email, String name) {

  @Override
  public String toString() {
    return "Recipient[…]";
  }
}
