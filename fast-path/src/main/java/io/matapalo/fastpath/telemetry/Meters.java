package io.matapalo.fastpath.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the fast path measures: requests of each operation by outcome, statements by name, what it
 * declined by reason, and {@link Counters}. Names and labels come from code, never from requests,
 * so that their number is bounded. Thread-safe.
 */
public final class Meters {

  private static final String REQUESTS = "fastpath.request.duration";
  private static final String QUERIES = "fastpath.query.duration";
  private static final String DECLINES = "fastpath.declined";
  private static final String BREAKERS = "fastpath.breaker.state";
  private static final String EVENTS = "fastpath.events";

  /** Upper bounds of the histogram: 1 ms to 5 s, the request deadline being 8 s. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;

  /** Meters in {@code registry}, where {@code counters} stand too from now on. */
  public Meters(MeterRegistry registry, Counters counters) {
    this.registry = registry;
    for (EventCounter event : EventCounter.values()) {
      FunctionCounter.builder(EVENTS, counters, counted -> counted.valueOf(event))
          .description("What happened beside requests")
          .tag("event", EventCounter.label(event))
          .register(registry);
    }
  }

  /** Something under way, to be ended once. Confined to its thread. */
  public interface Running {
    void end(String outcome);
  }

  /** A request of an operation such as {@code Checkout.getOrder} begins. */
  public Running request(String operation) {
    Timer.Sample sample = Timer.start(registry);
    return outcome ->
        sample.stop(
            Timer.builder(REQUESTS)
                .description("Requests that were served, by outcome: ok or the fault's code")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BOUNDS)
                .register(registry));
  }

  /** A statement of this name begins. */
  public Running query(String name) {
    Timer.Sample sample = Timer.start(registry);
    return outcome ->
        sample.stop(
            Timer.builder(QUERIES)
                .description("Reads of the database, by the name of the statement")
                .tag("query", name)
                .tag("outcome", outcome)
                .register(registry));
  }

  /** The state of a vendor's circuit breaker is shown from now on. */
  public <E extends Enum<E>> void breaker(String vendor, E[] states, Supplier<E> current) {
    for (E state : states) {
      Gauge.builder(BREAKERS, () -> current.get() == state ? 1 : 0)
          .description("1 for the state that the circuit breaker is in")
          .tag("vendor", vendor)
          .tag("state", EventCounter.label(state))
          .register(registry);
    }
  }

  /** A request was left to legacy. */
  public void declined(String reason) {
    Counter.builder(DECLINES)
        .description("Requests that were left to legacy")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }
}
