package io.matapalo.router.transaction.metrics;

import io.matapalo.router.retry.Cause;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts units of work by operation. Thread-safe; grows to 500 operations and 100 keys. */
public final class TransactionCounts {

  private static final int MOST_OPERATIONS = 500;
  private static final int KEYS_SHOWN = 10;
  private static final String OTHER = "(other)";

  private final ConcurrentMap<String, Cells> byOperation = new ConcurrentHashMap<>();
  private final HottestKeys hottest = new HottestKeys();

  /** {@code event} happened to a call of {@code operation}. */
  public void count(String operation, Event event) {
    add(cells(operation).events, event);
  }

  /** An attempt that ended by {@code cause} is followed by another one. */
  public void countRetry(String operation, Cause cause) {
    add(cells(operation).retries, cause);
  }

  /** An attempt that was not committed, or a wait, took {@code nanos}. */
  public void lose(String operation, long nanos) {
    cells(operation).lost.add(nanos);
  }

  /** Work on {@code key} met a conflict. */
  public void countConflict(String key) {
    hottest.add(KeyMask.of(key));
  }

  /** The counts at this moment; each number is read for itself. */
  public TransactionMetrics snapshot() {
    Map<String, TransactionMetrics.Operation> operations = new TreeMap<>();
    byOperation.forEach((name, cells) -> operations.put(name, cells.snapshot()));
    return new TransactionMetrics(operations, hottest.top(KEYS_SHOWN));
  }

  private static <K> void add(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder != null) {
      adder.increment();
    }
  }

  private Cells cells(String operation) {
    Cells known = byOperation.get(operation);
    if (known != null) {
      return known;
    }
    String name = byOperation.size() < MOST_OPERATIONS ? operation : OTHER;
    return byOperation.computeIfAbsent(name, any -> new Cells());
  }

  /** The counters of one operation. Thread-safe. */
  private static final class Cells {

    // Filled before anybody sees them, and never changed after.
    private final Map<Event, LongAdder> events = adders(Event.class);
    private final Map<Cause, LongAdder> retries = adders(Cause.class);
    private final LongAdder lost = new LongAdder();

    TransactionMetrics.Operation snapshot() {
      Map<Event, Long> happened = new EnumMap<>(Event.class);
      events.forEach((event, adder) -> happened.put(event, adder.sum()));
      Map<Cause, Long> repeated = new EnumMap<>(Cause.class);
      retries.forEach((cause, adder) -> repeated.put(cause, adder.sum()));
      return new TransactionMetrics.Operation(happened, repeated, lost.sum());
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> type) {
      Map<K, LongAdder> adders = new EnumMap<>(type);
      for (K each : type.getEnumConstants()) {
        adders.put(each, new LongAdder());
      }
      return adders;
    }
  }
}
