package io.matapalo.recorder.counting;

import io.matapalo.recorder.digest.Digest;
import io.matapalo.recorder.digest.Verb;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What one operation ran of one digest; a view of an array of JDK objects, which copies of the
 * recorder share: id, key of the verb, canonical text, counters, and the counters of each call
 * site. Thread-safe.
 */
public final class DigestCounts {

  public static final int EXECUTIONS = 0;
  public static final int DUPLICATES = 1;
  public static final int N_PLUS_ONE = 2;
  public static final int ROWS = 3;
  public static final int NANOS = 4;
  private static final int CELLS = 5;
  private static final int SITE_CELLS = 3;

  /** Where the counters stand in the shared array. */
  private static final int PLACE_OF_CELLS = 3;

  private static final String QUERY = Verb.SELECT.key();

  static final int MAX_SITES = 10;

  /** Call sites past {@link #MAX_SITES}. */
  static final String OTHER_SITES = "(other)";

  private final Object[] shared;

  public DigestCounts(Object[] shared) {
    this.shared = shared;
  }

  Object[] shared() {
    return shared;
  }

  /** Id, verb and text, as the shared array begins. */
  static Object[] describe(Digest digest) {
    return new Object[] {digest.id(), digest.verb().key(), digest.sql()};
  }

  static DigestCounts create(Digest digest) {
    return new DigestCounts(
        new Object[] {
          digest.id(),
          digest.verb().key(),
          digest.sql(),
          new AtomicLongArray(CELLS),
          new ConcurrentHashMap<String, AtomicLongArray>()
        });
  }

  public String id() {
    return (String) shared[0];
  }

  public String verb() {
    return (String) shared[1];
  }

  public String sql() {
    return (String) shared[2];
  }

  public AtomicLongArray cells() {
    return (AtomicLongArray) shared[PLACE_OF_CELLS];
  }

  /** Adds to a cell of the array that copies share; one that only describes has none. */
  static void add(Object[] shared, int cell, long amount) {
    if (shared.length > PLACE_OF_CELLS) {
      ((AtomicLongArray) shared[PLACE_OF_CELLS]).addAndGet(cell, amount);
    }
  }

  /** As before, and to the same cell of a call site that is known. */
  static void add(Object[] shared, @Nullable AtomicLongArray site, int cell, long amount) {
    add(shared, cell, amount);
    if (site != null) {
      site.addAndGet(cell, amount);
    }
  }

  /** Of the array that copies share. */
  static boolean isQuery(Object[] shared) {
    return QUERY.equals(shared[1]);
  }

  // The array is made in one place.
  @SuppressWarnings("unchecked")
  private ConcurrentMap<String, AtomicLongArray> siteCells() {
    return (ConcurrentMap<String, AtomicLongArray>) shared[4];
  }

  /** By name; each has executions, duplicates and N+1. */
  public Map<String, AtomicLongArray> sites() {
    return Map.copyOf(siteCells());
  }

  AtomicLongArray site(String name) {
    AtomicLongArray known = siteCells().get(name);
    if (known != null) {
      return known;
    }
    // Two new names at once must not both take the last place.
    synchronized (shared) {
      String kept = siteCells().size() < MAX_SITES ? name : OTHER_SITES;
      return siteCells().computeIfAbsent(kept, any -> new AtomicLongArray(SITE_CELLS));
    }
  }
}
