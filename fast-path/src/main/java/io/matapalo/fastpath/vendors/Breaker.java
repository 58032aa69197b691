package io.matapalo.fastpath.vendors;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vendor's circuit breaker. Once half of the latest calls have failed it is open, and calls fail
 * at once; after a rest one call is let through, and its success closes it again. Thread-safe.
 */
public final class Breaker {

  /** How many of the latest calls are looked at. */
  static final int CALLS = 20;

  /** How many calls there must be before their failures count. */
  static final int FEWEST_CALLS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
  private static final float FAILED_PERCENT = 50;

  private final CircuitBreaker breaker;

  private Breaker(CircuitBreaker breaker) {
    this.breaker = breaker;
  }

  /** Whether calls are made. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /**
   * A closed breaker.
   *
   * @param vendor such as {@code payment}
   * @param rest how long it stays open before a call is tried
   */
  public static Breaker of(String vendor, Duration rest, LongSupplier nanoTicker) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(CALLS)
            .minimumNumberOfCalls(FEWEST_CALLS)
            .failureRateThreshold(FAILED_PERCENT)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(rest)
            .clock(new Ticking(nanoTicker))
            .currentTimestampFunction(_ -> nanoTicker.getAsLong(), TimeUnit.NANOSECONDS)
            .build();
    CircuitBreaker breaker = CircuitBreaker.of(vendor, config);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> LOG.info("breaker changes vendor={} to={}", vendor, breaker.getState()));
    return new Breaker(breaker);
  }

  public String vendor() {
    return breaker.getName();
  }

  public State state() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> State.OPEN;
      case HALF_OPEN -> State.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
    };
  }

  /**
   * Makes a call, unless the breaker is open.
   *
   * @param call an answer of the vendor, or {@link VendorUnavailable}
   * @throws VendorUnavailable from the call, or because the breaker is open
   */
  JsonAnswer guard(Supplier<JsonAnswer> call) {
    if (!breaker.tryAcquirePermission()) {
      throw new VendorUnavailable(
          "the vendor " + vendor() + " is left alone for a while, because its calls failed", null);
    }
    boolean judged = false;
    long begin = breaker.getCurrentTimestamp();
    try {
      JsonAnswer answer = call.get();
      judged = true;
      if (answer.isOutage()) {
        failed(begin, new VendorUnavailable("outage", null));
      } else {
        breaker.onSuccess(breaker.getCurrentTimestamp() - begin, TimeUnit.NANOSECONDS);
      }
      return answer;
    } catch (VendorUnavailable e) {
      if (e.isVendorsFault()) {
        judged = true;
        failed(begin, e);
      }
      throw e;
    } finally {
      if (!judged) {
        breaker.releasePermission();
      }
    }
  }

  private void failed(long begin, VendorUnavailable failure) {
    breaker.onError(breaker.getCurrentTimestamp() - begin, TimeUnit.NANOSECONDS, failure);
  }

  /** The ticker as a clock: a step of the system's clock opens or closes nothing. Thread-safe. */
  private static final class Ticking extends Clock {

    private final LongSupplier nanoTicker;

    Ticking(LongSupplier nanoTicker) {
      this.nanoTicker = nanoTicker;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanoTicker.getAsLong());
    }
  }
}
