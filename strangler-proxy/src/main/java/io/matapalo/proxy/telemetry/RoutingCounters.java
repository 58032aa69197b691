package io.matapalo.proxy.telemetry;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.routing.RoutingDecision;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by operation and side since start. Thread-safe; counting never blocks. */
public final class RoutingCounters {

  private final Map<String, Map<Side, Tally>> tallies = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder contradictions = new LongAdder();
  private final LongAdder unusualTargets = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentSkipListMap<>();
  private final AddressCounts addresses = new AddressCounts();

  public RoutingCounters(OperationCatalogue catalogue) {
    cover(catalogue);
  }

  /** Counts the operations of this catalogue, too; what was counted before stays. */
  public void cover(OperationCatalogue catalogue) {
    for (Operation operation : catalogue.operations()) {
      tallies.computeIfAbsent(operation.name(), _ -> newTallies());
    }
    tallies.computeIfAbsent(RoutingDecision.UNIDENTIFIED, _ -> newTallies());
  }

  private static Map<Side, Tally> newTallies() {
    Map<Side, Tally> tallies = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      tallies.put(side, new Tally());
    }
    return tallies;
  }

  /** The counters of one operation on one side. */
  public Tally of(String operation, Side side) {
    Map<Side, Tally> bySide = tallies.get(operation);
    Tally tally = bySide == null ? null : bySide.get(side);
    if (tally == null) {
      throw new IllegalArgumentException("operation must be in the catalogue, was " + operation);
    }
    return tally;
  }

  /** A request was refused before it was routed. */
  public void refused() {
    refused.increment();
  }

  /** The client's action named another operation than the body. */
  public void contradiction() {
    contradictions.increment();
  }

  /** The proxy gave an answer of this kind in the place of an upstream. */
  void refusal(String kind) {
    refusals.computeIfAbsent(kind, _ -> new LongAdder()).increment();
  }

  /** A target with characters that RFC 3986 forbids was passed on. */
  public void unusualTarget() {
    unusualTargets.increment();
  }

  /** Answers that the proxy gave in the place of an upstream, by kind, in the order of names. */
  public SortedMap<String, Long> refusals() {
    SortedMap<String, Long> counts = new TreeMap<>();
    refusals.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  /** What was rewritten in answers. */
  public AddressCounts addresses() {
    return addresses;
  }

  /** Targets passed on although they have characters that RFC 3986 forbids. */
  public long unusualTargetCount() {
    return unusualTargets.sum();
  }

  /** Requests refused before they were routed. */
  public long refusedCount() {
    return refused.sum();
  }

  /** Requests whose action contradicted the body. */
  public long contradictionCount() {
    return contradictions.sum();
  }

  /** One operation on one side. Thread-safe. */
  public static final class Tally {

    private final LongAdder requests = new LongAdder();
    private final LongAdder serverErrors = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder declined = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final AtomicReference<SqlTally> sql = new AtomicReference<>(SqlTally.NONE);

    /** A request was routed here. */
    public void routed() {
      requests.increment();
    }

    /** Its answer began with this status. */
    public void answered(int status) {
      if (status >= 500) {
        serverErrors.increment();
      }
    }

    /** Its answer ended early, or the client went away. */
    public void aborted() {
      aborted.increment();
    }

    /** The fast path declined it, and legacy was asked. */
    public void declined() {
      declined.increment();
    }

    /** It was sent again. */
    public void retried() {
      retried.increment();
    }

    /** Its answer told what it did to the database. */
    public void counted(SqlCounts counts) {
      sql.updateAndGet(before -> before.with(counts));
    }

    /** What answers told of the database. */
    public SqlTally sql() {
      return sql.get();
    }

    /** Requests routed here. */
    public long requests() {
      return requests.sum();
    }

    /** Answers with a status of 500 and above, faults of the application included. */
    public long serverErrors() {
      return serverErrors.sum();
    }

    /** Exchanges that did not end well. */
    public long abortedCount() {
      return aborted.sum();
    }

    /** Requests declined by the fast path. */
    public long declinedCount() {
      return declined.sum();
    }

    /** Requests sent a second time. */
    public long retriedCount() {
      return retried.sum();
    }
  }
}
