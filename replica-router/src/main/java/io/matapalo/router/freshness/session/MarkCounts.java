package io.matapalo.router.freshness.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What marks did and cost, since the start. Thread-safe; reading is no exact moment. */
public final class MarkCounts {

  /** What is counted. */
  public enum Event {
    /** A transaction began at a node known to be fresh: no round trip. */
    KNOWN_FRESH,
    /** One began after asking or waiting. */
    WAITED_FRESH,
    /** A node had not the position within the wait: another had to serve. */
    STALE,
    /** As many as may were waiting at the node: another had to serve. */
    TOO_MANY_WAITERS,
    /** A session had seen what the cluster has lost. */
    LOST,
    /** A position was learnt with the answer to a commit. */
    LEARNT,
    /** A node was asked what it had shown at most. */
    BOUND_ASKED,
    /** That was known from the asking of another session. */
    BOUND_SHARED,
    /** It could not be asked: only a node that has everything will do. */
    BOUND_MISSING,
    /** A node was made to show all that any had shown. */
    BARRIER,
    /** A mark was taken in. */
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

  private final Map<Event, LongAdder> counts;

  public MarkCounts() {
    Map<Event, LongAdder> all = new EnumMap<>(Event.class);
    Arrays.stream(Event.values()).forEach(event -> all.put(event, new LongAdder()));
    counts = Collections.unmodifiableMap(all);
  }

  public void count(Event event) {
    adder(event).increment();
  }

  /** How often it happened. */
  public long of(Event event) {
    return adder(event).sum();
  }

  private LongAdder adder(Event event) {
    LongAdder adder = counts.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }

  /** All, by their names in lower case with underscores. */
  public Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((event, count) -> all.put(event.name().toLowerCase(Locale.ROOT), count.sum()));
    return all;
  }
}
