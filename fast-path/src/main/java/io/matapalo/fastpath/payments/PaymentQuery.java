package io.matapalo.fastpath.payments;

import java.time.Instant;
import java.util.Optional;

/** What is asked, valid or not. */
final class PaymentQuery {

  private PaymentQuery() {}

  /** The latest orders of a customer. */
  record Latest(long customerId, int limit) {}

  /** What a customer bought in a time, {@code to} exclusive. */
  record Period(long customerId, Optional<Instant> from, Optional<Instant> to) {}
}
