package io.matapalo.fastpath.instructions;

import java.math.BigDecimal;
import java.time.Instant;

/** A standing payment. Immutable. */
record Instruction(
    String reference,
    String requestId,
    long customerId,
    Card card,
    String currency,
    Terms terms,
    Instant createdAt,
    int version) {

  /** The status of those that are paid. */
  static final String ACTIVE = "ACTIVE";

  /** The same with other terms: at the next version, unless they are none. */
  Instruction with(Terms changed) {
    return changed.equals(terms)
        ? this
        : new Instruction(
            reference, requestId, customerId, card, currency, changed, createdAt, version + 1);
  }

  /** What the provider calls the card, and its last four digits. */
  record Card(String token, String lastFour) {

    @Override
    public String toString() {
      return "Card";
    }
  }

  /**
   * What may change.
   *
   * @param amount with two places
   */
  record Terms(BigDecimal amount, String frequency, String status) {}

  /** One that is stored, by the id of its row, with the digest of the request that made it. */
  record Stored(long id, String requestDigest, Instruction instruction) {}
}
