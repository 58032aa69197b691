package io.matapalo.router.freshness.session;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what marks did and cost since the start. Thread-safe; not read at one moment. */
public final class MarkCounts {

  /** What is counted. */
  public enum Event {
    /** A transaction began on a node that was known to be fresh, without a round trip. */
    KNOWN_FRESH,
    /** A transaction began after a query or a wait. */
    WAITED_FRESH,
    /** A node did not reach the mark within the wait, so another had to serve. */
    STALE,
    /** All places to wait at the node were taken, so another had to serve. */
    TOO_MANY_WAITERS,
    /** The cluster had lost data that a session had seen. */
    LOST,
    /** A position was learnt with the answer to a commit. */
    LEARNT,
    /** A node was asked for the bound of what it had shown. */
    BOUND_ASKED,
    /** A bound was known from the query of another session. */
    BOUND_SHARED,
    /** A node gave no bound or passed no barrier, so another has to show everything. */
    BOUND_MISSING,
    /** A node was to pass a barrier: to show all that any node had shown. */
    BARRIER,
    /** A barrier was known to be passed by the question of another session. */
    BARRIER_SHARED,
    /** A mark was accepted. */
    TAKEN_IN,
    /** A text was refused as longer than any mark. */
    REFUSED_TOO_LONG,
    /** A text was refused as no mark. */
    REFUSED_MALFORMED,
    /** A text was refused as of another format. */
    REFUSED_OTHER_FORMAT,
    /** A text was refused for its signature. */
    REFUSED_BAD_SIGNATURE,
    /** A mark was refused as of another cluster. */
    REFUSED_FOREIGN,
    /** A mark was handed out. */
    HANDED_OUT,
    /** A mark was too long to hand out. */
    NOT_HANDED_OUT
  }

  private final ConcurrentMap<Event, LongAdder> counts = new ConcurrentHashMap<>();

  public void count(Event event) {
    adder(event).increment();
  }

  /** How often the event happened. */
  public long of(Event event) {
    return adder(event).sum();
  }

  private LongAdder adder(Event event) {
    return counts.computeIfAbsent(event, any -> new LongAdder());
  }

  /** All counts, by their names in lower case with underscores. */
  public Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    for (Event event : Event.values()) {
      all.put(event.name().toLowerCase(Locale.ROOT), of(event));
    }
    return all;
  }
}
