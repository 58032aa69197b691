package io.matapalo.fastpath.provider;

/** What the provider said to an authorisation. */
public sealed interface Authorisation {

  /** The amount is held, or already captured by an earlier try under the same key. */
  record Granted(String paymentId, String code) implements Authorisation {}

  /** The card is not charged. */
  record Refused(String reason) implements Authorisation {}

  /** The key was used with another amount, currency or card. */
  record KeyReused() implements Authorisation {}
}
