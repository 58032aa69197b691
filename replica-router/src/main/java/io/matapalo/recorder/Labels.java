package io.matapalo.recorder;

import io.matapalo.jvm.MeetingPlace;
import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder.Scope;
import io.matapalo.recorder.SqlRecorder.TracedScope;
import io.matapalo.recorder.counting.LatestUnits;
import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.OperationTotals;
import io.matapalo.recorder.counting.UnitOfWork;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Which unit of work a thread works for. Thread-safe. */
public final class Labels {

  /** Statements of one unit outside any request. */
  static final int MAX_LOOSE = 256;

  /** Requests whose other threads may still run statements. */
  private static final int MAX_ENDED = 1_000;

  static final int MAX_REQUEST_IDS = 10_000;
  private static final int MAX_REQUEST_ID = 200;
  private static final long LOOSE_GAP_NANOS = 1_000_000_000L;

  private static final RecorderSettings SETTINGS = RecorderSettings.ofThisJvm();

  /** The unit of work that a thread works for; threads it starts inherit it. */
  private static final InheritableThreadLocal<@Nullable Object[]> LABEL =
      MeetingPlace.shared("label", new InheritableThreadLocal<@Nullable Object[]>());

  /** The unit of work of a thread that works for no request. */
  private static final ThreadLocal<@Nullable Object[]> LOOSE =
      MeetingPlace.shared("loose", new ThreadLocal<@Nullable Object[]>());

  /** Requests that run, by the id that their hops share. */
  private static final ConcurrentMap<String, @Nullable Object[]> BY_REQUEST_ID =
      MeetingPlace.shared("requests", new ConcurrentHashMap<String, @Nullable Object[]>());

  /** Finished units whose threads may still run statements. */
  private static final ArrayBlockingQueue<@Nullable Object[]> ENDED =
      MeetingPlace.shared("ended", new ArrayBlockingQueue<@Nullable Object[]>(MAX_ENDED));

  private Labels() {}

  static Scope open(String operation, String requestId) {
    UnitOfWork unit = begin(operation);
    String id = register(requestId, unit);
    return label(unit, new Ending(Ending.Kind.REQUEST, id));
  }

  static Scope openInner(String operation, String requestId) {
    UnitOfWork outer = running(requestId, operation);
    return outer == null
        ? label(begin(operation), new Ending(Ending.Kind.INNER, ""))
        : label(outer, new Ending(Ending.Kind.JOINED, ""));
  }

  static TracedScope openTraced(String operation, int statements) {
    OperationTotals totals = OperationTotals.of(operation);
    count(totals, true);
    UnitOfWork unit = UnitOfWork.begin(totals, true, statements, NanoTime.now());
    return label(unit, new Ending(Ending.Kind.TRACED, ""));
  }

  /** The unit of the current thread: its request's, or one that ends by itself. */
  static UnitOfWork current(long now) {
    @Nullable Object[] label = LABEL.get();
    if (label != null) {
      UnitOfWork unit = new UnitOfWork(label);
      long ended = unit.endedAt();
      if (ended == UnitOfWork.RUNNING || now - ended <= SETTINGS.inherited().toNanos()) {
        return unit;
      }
      LABEL.remove();
    }
    return loose(now);
  }

  /** The name of the running request's operation; empty if there is none. */
  static String runningOperation() {
    @Nullable Object[] label = LABEL.get();
    if (label == null) {
      return "";
    }
    UnitOfWork unit = new UnitOfWork(label);
    return unit.endedAt() == UnitOfWork.RUNNING ? unit.totals().name() : "";
  }

  /** Outside requests, a transaction's end is the end of a unit. */
  static void endLooseUnit() {
    LOOSE.remove();
  }

  private static UnitOfWork begin(String operation) {
    OperationTotals totals = OperationTotals.of(operation);
    boolean withSites = count(totals, false);
    return UnitOfWork.begin(totals, withSites, UnitOfWork.MAX_LOGGED, NanoTime.now());
  }

  /** Counts a unit begun; whether its call sites are to be looked at. */
  private static boolean count(OperationTotals totals, boolean always) {
    OperationCounts counts = totals.counts();
    long number = counts.begin();
    int every = SETTINGS.sitesEvery();
    boolean withSites = always || (every > 0 && number % every == 0);
    counts.add(OperationCounts.WITH_SITES, withSites ? 1 : 0);
    return withSites;
  }

  private static String register(String requestId, UnitOfWork unit) {
    boolean room =
        !requestId.isBlank()
            && requestId.length() <= MAX_REQUEST_ID
            && BY_REQUEST_ID.size() < MAX_REQUEST_IDS;
    boolean first = room && BY_REQUEST_ID.putIfAbsent(requestId, unit.shared()) == null;
    return first ? requestId : "";
  }

  /** The request that a hop belongs to: by its id, or this thread's of the same operation. */
  private static @Nullable UnitOfWork running(String requestId, String operation) {
    @Nullable Object[] shared = requestId.isBlank() ? null : BY_REQUEST_ID.get(requestId);
    if (shared != null) {
      return new UnitOfWork(shared);
    }
    @Nullable Object[] label = LABEL.get();
    if (label == null) {
      return null;
    }
    UnitOfWork unit = new UnitOfWork(label);
    boolean same = unit.endedAt() == UnitOfWork.RUNNING && unit.totals().name().equals(operation);
    return same ? unit : null;
  }

  private static UnitScope label(UnitOfWork unit, Ending ending) {
    UnitScope scope = new UnitScope(unit, LABEL.get(), ending);
    LABEL.set(unit.shared());
    return scope;
  }

  static void restore(@Nullable Object @Nullable [] before) {
    if (before == null) {
      LABEL.remove();
    } else {
      LABEL.set(before);
    }
  }

  static void forgetRequestId(String requestId) {
    if (!requestId.isEmpty()) {
      BY_REQUEST_ID.remove(requestId);
    }
  }

  /** Empties an ended unit after a while, or when there are too many; its threads may still run. */
  static void retire(UnitOfWork unit, long now) {
    @Nullable Object[] oldest = ENDED.peek();
    while (oldest != null
        && now - new UnitOfWork(oldest).endedAt() > SETTINGS.inherited().toNanos()
        && ENDED.remove(oldest)) {
      new UnitOfWork(oldest).forgetSeen();
      oldest = ENDED.peek();
    }
    while (!ENDED.offer(unit.shared())) {
      @Nullable Object[] early = ENDED.poll();
      if (early != null) {
        new UnitOfWork(early).forgetSeen();
      }
    }
  }

  private static UnitOfWork loose(long now) {
    @Nullable Object[] shared = LOOSE.get();
    if (shared != null) {
      UnitOfWork unit = new UnitOfWork(shared);
      boolean goesOn = now - unit.endedAt() <= LOOSE_GAP_NANOS && unit.statements() < MAX_LOOSE;
      if (goesOn) {
        unit.end(now);
        return unit;
      }
    }
    UnitOfWork unit = begin(SqlRecorder.UNLABELLED);
    unit.end(now);
    LOOSE.set(unit.shared());
    LatestUnits.publish(unit);
    return unit;
  }
}
