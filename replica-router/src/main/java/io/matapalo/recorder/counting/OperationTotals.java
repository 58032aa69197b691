package io.matapalo.recorder.counting;

import io.matapalo.jvm.MeetingPlace;
import io.matapalo.recorder.digest.Digest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counters and digests of one operation, in JDK arrays that copies share. Thread-safe. */
public final class OperationTotals {

  static final int MAX_OPERATIONS = 500;
  static final int MAX_DIGESTS = 500;
  static final int MAX_DIGESTS_IN_ALL = 3_000;
  private static final int MAX_NAME = 200;

  /** Operations past the limit: names come from requests, so there must be an end. */
  public static final String OVERFLOW = "(other)";

  private static final ConcurrentMap<String, Object[]> OPERATIONS =
      MeetingPlace.shared("operations", new ConcurrentHashMap<String, Object[]>());

  /** How many digests all operations hold. */
  private static final AtomicLong DIGESTS_HELD =
      MeetingPlace.shared("digestsHeld", new AtomicLong());

  private final Object[] shared;

  OperationTotals(Object[] shared) {
    this.shared = shared;
  }

  Object[] shared() {
    return shared;
  }

  /** Those of {@code operation}; past the limit, those of all others. */
  public static OperationTotals of(String operation) {
    Object[] known = OPERATIONS.get(operation);
    if (known != null) {
      return new OperationTotals(known);
    }
    String fitting =
        operation.length() <= MAX_NAME ? operation : operation.substring(0, MAX_NAME) + "…";
    // Two new names at once must not both take the last place.
    synchronized (OPERATIONS) {
      boolean room = OPERATIONS.size() < MAX_OPERATIONS || OPERATIONS.containsKey(fitting);
      return new OperationTotals(
          OPERATIONS.computeIfAbsent(room ? fitting : OVERFLOW, OperationTotals::empty));
    }
  }

  private static Object[] empty(String name) {
    return new Object[] {
      new AtomicLongArray(OperationCounts.CELLS), new ConcurrentHashMap<String, Object[]>(), name
    };
  }

  public static Map<String, OperationTotals> all() {
    Map<String, OperationTotals> byName = new TreeMap<>();
    OPERATIONS.forEach((name, shared) -> byName.put(name, new OperationTotals(shared)));
    return byName;
  }

  public OperationCounts counts() {
    return new OperationCounts(cells(shared));
  }

  /** Of the array that copies share; see {@link #counts}. */
  static AtomicLongArray cells(Object[] shared) {
    return (AtomicLongArray) shared[0];
  }

  /** As it is kept: cut when long, or the name for all others. */
  public String name() {
    return (String) shared[2];
  }

  // The array is made in one place.
  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, Object[]> digests(Object[] shared) {
    return (ConcurrentMap<String, Object[]>) shared[1];
  }

  public ConcurrentMap<String, Object[]> digests() {
    return digests(shared);
  }

  /** The array of the {@link DigestCounts} of {@code digest}; null when there is no room. */
  static Object @Nullable [] digest(Object[] shared, Digest digest) {
    Object[] known = digests(shared).get(digest.id());
    return known != null ? known : added(digests(shared), digest);
  }

  private static Object @Nullable [] added(ConcurrentMap<String, Object[]> digests, Digest digest) {
    synchronized (DIGESTS_HELD) {
      Object[] known = digests.get(digest.id());
      if (known != null) {
        return known;
      }
      if (digests.size() >= MAX_DIGESTS || DIGESTS_HELD.get() >= MAX_DIGESTS_IN_ALL) {
        return null;
      }
      Object[] fresh = DigestCounts.create(digest).shared();
      digests.put(digest.id(), fresh);
      DIGESTS_HELD.incrementAndGet();
      return fresh;
    }
  }
}
