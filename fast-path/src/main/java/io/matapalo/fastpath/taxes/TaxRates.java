package io.matapalo.fastpath.taxes;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A dump of the tax service's rates and how long it holds. Immutable. */
public record TaxRates(Instant validUntil, Map<Key, BigDecimal> rates) {

  /** What is known before the first dump. */
  public static final TaxRates NONE = new TaxRates(Instant.EPOCH, Map.of());

  public TaxRates {
    rates = Map.copyOf(rates);
  }

  /** What a rate is for. */
  public record Key(String region, String category) {}

  /** The rate, if the dump has it and still holds at {@code now}. */
  public Optional<BigDecimal> rateAt(Instant now, Key key) {
    return now.isBefore(validUntil) ? Optional.ofNullable(rates.get(key)) : Optional.empty();
  }
}
