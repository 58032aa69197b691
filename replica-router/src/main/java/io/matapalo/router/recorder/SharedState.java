package io.matapalo.router.recorder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all copies of the recorder in one JVM share, by its keys in the {@link MeetingPlace}: JDK
 * types only. Thread-safe. Copies agree on the types; nothing else writes there.
 */
final class SharedState {

  /** Requests whose other threads may still run statements. */
  private static final int MAX_ENDED = 1_000;

  private static final ConcurrentMap<String, Object> SHARED = MeetingPlace.join();

  private SharedState() {}

  /** The unit of work that a thread works for; threads it starts inherit it. */
  static InheritableThreadLocal<@Nullable Object[]> label() {
    return entry("label", new InheritableThreadLocal<@Nullable Object[]>());
  }

  /** The unit of work of a thread that works for no request. */
  static ThreadLocal<@Nullable Object[]> loose() {
    return entry("loose", new ThreadLocal<@Nullable Object[]>());
  }

  /** What the unit of work of a thread has seen of its clusters. */
  static ThreadLocal<@Nullable ConcurrentMap<String, Object>> session() {
    return entry("session", new ThreadLocal<@Nullable ConcurrentMap<String, Object>>());
  }

  /** By name, what {@link OperationTotals} is a view of. */
  static ConcurrentMap<String, Object[]> operations() {
    return entry("operations", new ConcurrentHashMap<String, Object[]>());
  }

  /** Requests that run, by the id that their hops share. */
  static ConcurrentMap<String, @Nullable Object[]> byRequestId() {
    return entry("requests", new ConcurrentHashMap<String, @Nullable Object[]>());
  }

  /** The latest finished unit of each operation, oldest first; its own lock. */
  static Map<String, @Nullable Object[]> latest() {
    return entry(
        "latest", Collections.synchronizedMap(new LinkedHashMap<String, @Nullable Object[]>()));
  }

  /** Finished units whose threads may still run statements. */
  static ArrayBlockingQueue<@Nullable Object[]> ended() {
    return entry("ended", new ArrayBlockingQueue<@Nullable Object[]>(MAX_ENDED));
  }

  /** How many digests all operations hold. */
  static AtomicLong digestsHeld() {
    return entry("digestsHeld", new AtomicLong());
  }

  static long[] hashKey() {
    return entry("hashKey", KeyedHash.newKey());
  }

  // The type behind a key is what copies agree on.
  @SuppressWarnings("unchecked")
  private static <T> T entry(String key, T first) {
    Object before = SHARED.putIfAbsent(key, first);
    return before == null ? first : (T) before;
  }
}
