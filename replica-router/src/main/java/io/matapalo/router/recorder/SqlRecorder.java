package io.matapalo.router.recorder;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts SQL statements by verb for the operation that the thread works on, since the start of the
 * JVM. Thread-safe; all copies in one JVM share their totals. The label belongs to the thread that
 * opened it: statements that other threads run for a request count under {@link #UNLABELLED}. Only
 * counts are kept, never a statement or a value.
 */
public final class SqlRecorder {

  /** Statements outside any label. */
  public static final String UNLABELLED = "(none)";

  /** Operations past {@link #MAX_OPERATIONS}: names come from requests, so there must be an end. */
  public static final String OVERFLOW = "(other)";

  static final int MAX_OPERATIONS = 500;

  private static final ConcurrentMap<String, Object> SHARED = MeetingPlace.join();
  private static final ThreadLocal<String> LABEL = sharedLabel();
  private static final ConcurrentMap<String, AtomicLongArray> OPERATIONS = sharedOperations();

  private SqlRecorder() {}

  /** A label on the current thread; closing it, on the same thread, restores the one before. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs {@code work} as one request of {@code operation}. */
  public static <T> T record(String operation, Callable<T> work) throws Exception {
    Scope scope = open(operation);
    try {
      return work.call();
    } finally {
      scope.close();
    }
  }

  /** Labels this thread and counts one request of {@code operation} when closed. */
  public static Scope open(String operation) {
    Scope label = openInner(operation);
    return () -> {
      label.close();
      countsOf(operation).addRequest();
    };
  }

  /** Labels this thread without counting a request: an inner hop of a request counted elsewhere. */
  public static Scope openInner(String operation) {
    String before = LABEL.get();
    LABEL.set(operation);
    return () -> {
      if (before == null) {
        LABEL.remove();
      } else {
        LABEL.set(before);
      }
    };
  }

  /** Counts {@code statements} of {@code verb} for this thread's operation. */
  public static void countStatements(Verb verb, long statements) {
    current().addStatements(verb, statements);
  }

  /** Counts one commit for this thread's operation. */
  public static void countCommit() {
    current().addCommit();
  }

  /** The totals as JSON: {@code {"operations":[…]}}, by name. */
  public static String snapshotJson() {
    return CountsJson.of(snapshot());
  }

  static Map<String, OperationCounts> snapshot() {
    Map<String, OperationCounts> byName = new TreeMap<>();
    OPERATIONS.forEach((name, cells) -> byName.put(name, new OperationCounts(cells)));
    return byName;
  }

  private static OperationCounts current() {
    String label = LABEL.get();
    return countsOf(label == null ? UNLABELLED : label);
  }

  private static OperationCounts countsOf(String operation) {
    AtomicLongArray cells = OPERATIONS.get(operation);
    if (cells == null) {
      String name = OPERATIONS.size() < MAX_OPERATIONS ? operation : OVERFLOW;
      cells = OPERATIONS.computeIfAbsent(name, any -> new AtomicLongArray(OperationCounts.CELLS));
    }
    return new OperationCounts(cells);
  }

  // Copies of this class agree on the types behind the two keys; nothing else writes there.
  @SuppressWarnings("unchecked")
  private static ThreadLocal<String> sharedLabel() {
    return (ThreadLocal<String>) SHARED.computeIfAbsent("label", any -> new ThreadLocal<String>());
  }

  // As above.
  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, AtomicLongArray> sharedOperations() {
    return (ConcurrentMap<String, AtomicLongArray>)
        SHARED.computeIfAbsent(
            "operations", any -> new ConcurrentHashMap<String, AtomicLongArray>());
  }
}
