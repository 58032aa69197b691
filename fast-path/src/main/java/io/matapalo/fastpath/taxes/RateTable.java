package io.matapalo.fastpath.taxes;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the tax without asking, as long as the last dump holds; else asks for a quote. Thread-safe.
 * {@link #refresh} is called by one background thread at a fixed rate and loads a dump when the
 * last one is about to end.
 */
public final class RateTable {

  private static final Logger LOG = LoggerFactory.getLogger(RateTable.class);

  private final TaxService service;
  private final InstantSource clock;
  private final Duration refreshBefore;
  private final Supplier<Deadline> refreshDeadlines;
  private final AtomicReference<TaxRates> current = new AtomicReference<>(TaxRates.NONE);

  /**
   * An empty table.
   *
   * @param refreshBefore how long before its end a dump is replaced
   * @param refreshDeadlines the deadline of a refresh that starts when asked
   */
  public RateTable(
      TaxService service,
      InstantSource clock,
      Duration refreshBefore,
      Supplier<Deadline> refreshDeadlines) {
    this.service = service;
    this.clock = clock;
    this.refreshBefore = refreshBefore;
    this.refreshDeadlines = refreshDeadlines;
  }

  /**
   * The tax on {@code net}, two places, rounded half up.
   *
   * @throws VendorUnavailable when neither table nor service knows
   */
  public BigDecimal taxOn(BigDecimal net, TaxRates.Key key, Deadline deadline) {
    Optional<BigDecimal> rate = current.get().rateAt(clock.instant(), key);
    return rate.map(known -> net.multiply(known).setScale(2, RoundingMode.HALF_UP))
        .orElseGet(() -> service.quote(key, net, deadline));
  }

  /** Replaces the dump when it is about to end; keeps it when the service gives none. */
  public void refresh() {
    boolean stillGood = clock.instant().isBefore(current.get().validUntil().minus(refreshBefore));
    if (stillGood) {
      return;
    }
    try {
      TaxRates rates = service.rates(refreshDeadlines.get());
      current.set(rates);
      LOG.debug(
          "tax rates loaded rates={} validUntil={}", rates.rates().size(), rates.validUntil());
    } catch (VendorUnavailable e) {
      LOG.warn("tax rates not loaded, quotes are asked instead reason={}", e.getMessage());
    }
  }
}
