package io.matapalo.proxy.telemetry;

import io.matapalo.proxy.resilience.LogBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log which requests the proxy refused, and why. Clients set the pace of these lines,
 * so each kind has one line a second, with the number of those withheld before it. Thread-safe.
 */
public final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final RoutingCounters counters;
  private final InstantSource clock;
  private final Map<String, LogBudget> budgets = new ConcurrentHashMap<>();

  /** A log that counts each refusal here as well. */
  public RefusalLog(RoutingCounters counters, InstantSource clock) {
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Counts a refusal.
   *
   * @param kind of a fixed number of kinds
   */
  public void count(String kind) {
    counters.refusal(kind);
  }

  /**
   * Counts a refusal and logs it.
   *
   * @param what the reason, without any byte of the request
   */
  public void log(String kind, int status, String what, String peer) {
    count(kind);
    OptionalLong withheld =
        budgets.computeIfAbsent(kind, _ -> new LogBudget(INTERVAL, clock)).take();
    if (withheld.isPresent()) {
      LOG.warn(
          "Request refused. status={} kind={} reason=\"{}\" peer={} withheld={}",
          status,
          kind,
          what,
          peer,
          withheld.getAsLong());
    }
  }
}
