package io.matapalo.testkit.vendors;

/**
 * One message as the gateway keeps it. Immutable. Its text form shows nothing of the person it is
 * for.
 *
 * @param id the gateway's own, {@code msg_…}
 * @param key the idempotency key it came with
 * @param to an e-mail address
 * @param template what kind of message, like {@code PURCHASE_CONFIRMATION}
 * @param reference what it is about, in the sender's terms
 */
public record Message(
    String id, String key, String to, String template, String reference, String text) {

  Message withId(String newId) {
    return new Message(newId, key, to, template, reference, text);
  }

  @Override
  public String toString() {
    return "Message[id=%s, template=%s, reference=%s]".formatted(id, template, reference);
  }
}
