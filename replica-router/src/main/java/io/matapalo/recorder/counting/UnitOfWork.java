package io.matapalo.recorder.counting;

import io.matapalo.recorder.digest.Digest;
import io.matapalo.recorder.digest.Digests;
import io.matapalo.recorder.digest.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * One request, or a stretch of work outside any: within it statements are compared with each other.
 * A view of an array of JDK objects, which copies of the recorder share; that array is the lock of
 * what it holds. Thread-safe.
 */
public final class UnitOfWork {

  /** Executions of a unit that are compared with each other, and that are logged. */
  public static final int MAX_COMPARED = 5_000;

  public static final int MAX_LOGGED = 1_000;
  public static final long RUNNING = 0;

  private static final int VERBS = Verb.values().length;
  private static final int TOTALS = 0;
  private static final int NUMBERS = 1;
  private static final int ENDED = 2;
  private static final int SEEN = 3;
  private static final int GROUPS = 4;
  private static final int LOG = 5;
  private static final int PLACES = 6;

  /** Its own numbers come after the cells that it shares with {@link OperationCounts}. */
  private static final int STARTED = OperationCounts.CELLS;

  private static final int WITH_SITES = STARTED + 1;
  private static final int LOG_LIMIT = STARTED + 2;
  private static final int NOT_LOGGED = STARTED + 3;

  /** Executions held in {@link #SEEN}. */
  private static final int COMPARED = STARTED + 4;

  private static final int LOGGED = STARTED + 5;
  private static final int OWN_CELLS = STARTED + 6;

  private final @Nullable Object[] shared;

  public UnitOfWork(@Nullable Object[] shared) {
    this.shared = shared;
  }

  /** Begins at {@code now}. */
  public static UnitOfWork begin(
      OperationTotals totals, boolean withSites, int logLimit, long now) {
    AtomicLongArray numbers = new AtomicLongArray(OWN_CELLS);
    numbers.set(STARTED, now);
    numbers.set(WITH_SITES, withSites ? 1 : 0);
    numbers.set(LOG_LIMIT, logLimit);
    @Nullable Object[] shared = new @Nullable Object[PLACES];
    shared[TOTALS] = totals.shared();
    shared[NUMBERS] = numbers;
    shared[ENDED] = new AtomicLong(RUNNING);
    shared[SEEN] = SeenExecutions.empty();
    shared[GROUPS] = new HashMap<Long, long[]>();
    shared[LOG] = new ArrayList<Object[]>();
    return new UnitOfWork(shared);
  }

  public @Nullable Object[] shared() {
    return shared;
  }

  public OperationTotals totals() {
    return new OperationTotals((Object[]) place(TOTALS));
  }

  public boolean isWithSites() {
    return number(WITH_SITES) == 1;
  }

  public long startedAt() {
    return number(STARTED);
  }

  /** What was counted for this unit; places as in {@link OperationCounts}. */
  public long number(int cell) {
    return numbers().get(cell);
  }

  /** Statements of all verbs. */
  public long statements() {
    long all = 0;
    for (int verb = 0; verb < VERBS; verb++) {
      all += number(OperationCounts.FIRST_VERB + verb);
    }
    return all;
  }

  public long notLogged() {
    return number(NOT_LOGGED);
  }

  /** When it ended, or {@link #RUNNING}. */
  public long endedAt() {
    return ((AtomicLong) place(ENDED)).get();
  }

  public void end(long now) {
    ((AtomicLong) place(ENDED)).set(now == RUNNING ? 1 : now);
  }

  /** Counts {@code amount} for this unit and its operation. */
  public void add(int cell, long amount) {
    add(shared, cell, amount);
  }

  /** As {@link #add(int, long)}, of the array that copies share: no object is made on the way. */
  static void add(@Nullable Object[] shared, int cell, long amount) {
    ((AtomicLongArray) place(shared, NUMBERS)).addAndGet(cell, amount);
    OperationTotals.cells((Object[]) place(shared, TOTALS)).addAndGet(cell, amount);
  }

  /** Nothing more is compared. */
  public void forgetSeen() {
    synchronized (shared) {
      shared[SEEN] = null;
      shared[GROUPS] = null;
    }
  }

  /** Nothing more is logged, and what was is gone. */
  void forgetLog() {
    synchronized (shared) {
      shared[LOG] = null;
    }
  }

  public List<LoggedStatement> log() {
    synchronized (shared) {
      List<Object[]> log = list();
      return log == null ? List.of() : StatementLog.all(log);
    }
  }

  /** Counts one execution, from {@code site}; blank when call sites are not looked at. */
  public RowTally add(Execution execution, String site, long now) {
    Digest digest = Digests.of(execution.sql());
    Object[] kept = OperationTotals.digest((Object[]) place(TOTALS), digest);
    AtomicLongArray counts = kept == null ? null : DigestCounts.cells(kept);
    AtomicLongArray siteCounts =
        kept == null || site.isEmpty() ? null : new DigestCounts(kept).site(site);
    Repeats repeats = new Repeats(counts, siteCounts);
    count(execution, digest.verb(), repeats);
    long values = execution.values() ^ Long.rotateLeft(digest.literals(), 1);
    LoggedStatement logged;
    synchronized (shared) {
      compare(digest, values, execution.kind(), site, repeats);
      logged = logged();
      if (logged != null) {
        logged.ran(execution, kept == null ? DigestCounts.describe(digest) : kept, site);
        logged.set(LoggedStatement.OFFSET_NANOS, now - execution.nanos() - startedAt());
        logged.set(LoggedStatement.VALUES, values);
      }
    }
    RowTally rows = new RowTally(shared, counts, logged);
    // A SELECT … INTO is told as one row by the drivers, and writes none.
    if (execution.rowsWritten() > 0 && digest.verb() != Verb.SELECT) {
      rows.wrote(execution.rowsWritten());
    }
    return rows;
  }

  private void count(Execution execution, Verb verb, Repeats counts) {
    add(OperationCounts.FIRST_VERB + verb.place(), 1);
    add(OperationCounts.DATABASE_NANOS, execution.nanos());
    if (execution.kind().isFailure()) {
      add(OperationCounts.FAILED, 1);
    }
    if (counts.digest() == null) {
      add(OperationCounts.DIGESTS_DROPPED, 1);
    }
    counts.ran(execution.nanos());
  }

  /** Under the lock. */
  private void compare(
      Digest digest, long values, Execution.Kind kind, String site, Repeats repeats) {
    long[] seen = seen();
    Map<Long, long[]> groups = groups();
    int size = (int) number(COMPARED);
    if (seen == null || groups == null || size >= MAX_COMPARED) {
      add(OperationCounts.NOT_COMPARED, 1);
      return;
    }
    seen = SeenExecutions.withRoom(seen, size);
    shared[SEEN] = seen;
    if (SeenExecutions.add(seen, mixed(digest.hash(), values))) {
      numbers().incrementAndGet(COMPARED);
    } else {
      add(OperationCounts.DUPLICATES, 1);
      repeats.add(DigestCounts.DUPLICATES, 1);
    }
    if (site.isEmpty() || kind.isInBatch()) {
      return;
    }
    long group = Repeats.inGroup(groups, mixed(digest.hash(), site.hashCode()), values);
    if (group > 0) {
      add(OperationCounts.N_PLUS_ONE, group);
      repeats.add(DigestCounts.N_PLUS_ONE, group);
    }
  }

  /** Under the lock: a place for one statement more, if there is one. */
  private @Nullable LoggedStatement logged() {
    List<Object[]> log = list();
    long logged = number(LOGGED);
    if (log == null || logged >= number(LOG_LIMIT)) {
      numbers().incrementAndGet(NOT_LOGGED);
      return null;
    }
    numbers().set(LOGGED, logged + 1);
    return StatementLog.add(log);
  }

  static long mixed(long one, long other) {
    long mixed = (one ^ Long.rotateLeft(other, 32)) * 0x9E3779B97F4A7C15L + other;
    return mixed ^ (mixed >>> 32);
  }

  private AtomicLongArray numbers() {
    return (AtomicLongArray) place(NUMBERS);
  }

  private Object place(int place) {
    return place(shared, place);
  }

  private static Object place(@Nullable Object[] shared, int place) {
    Object content = shared[place];
    if (content == null) {
      throw new IllegalStateException("a unit of work has nothing at " + place);
    }
    return content;
  }

  // The three below are read under the lock.
  private long @Nullable [] seen() {
    return (long[]) shared[SEEN];
  }

  // The array is made in one place.
  @SuppressWarnings("unchecked")
  private @Nullable Map<Long, long[]> groups() {
    return (Map<Long, long[]>) shared[GROUPS];
  }

  // As above.
  @SuppressWarnings("unchecked")
  private @Nullable List<Object[]> list() {
    return (List<Object[]>) shared[LOG];
  }
}
