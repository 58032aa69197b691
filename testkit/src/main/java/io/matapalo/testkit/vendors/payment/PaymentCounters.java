package io.matapalo.testkit.vendors.payment;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * Totals of the provider since its start. Immutable.
 *
 * @param counts how often each thing happened; what is not in it did not
 * @param captured sum of all captured amounts, refunded ones included
 */
public record PaymentCounters(Map<Counted, Long> counts, BigDecimal captured) {
  static final PaymentCounters ZERO = new PaymentCounters(Map.of(), new BigDecimal("0.00"));

  /** What is counted. */
  public enum Counted {
    /** Different idempotency keys: authorised or declined. */
    PAYMENTS,
    /** Each payment once. */
    AUTHORISATIONS,
    DECLINES,
    /** Requests that came with a known key and the same purchase. */
    REPEATS,
    /** Requests that came with a known key and another purchase. */
    CONFLICTS,
    /** Each payment once. */
    CAPTURES,
    VOIDS,
    REFUNDS
  }

  public PaymentCounters {
    counts = Map.copyOf(counts);
  }

  public long of(Counted what) {
    return counts.getOrDefault(what, 0L);
  }

  PaymentCounters oneMore(Counted what) {
    Map<Counted, Long> more = new EnumMap<>(Counted.class);
    more.putAll(counts);
    more.merge(what, 1L, Long::sum);
    return new PaymentCounters(more, captured);
  }

  PaymentCounters withCaptured(BigDecimal amount) {
    return new PaymentCounters(counts, captured.add(amount));
  }
}
