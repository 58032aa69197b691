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
    return startedAt(shared);
  }

  static long startedAt(@Nullable Object[] shared) {
    return ((AtomicLongArray) place(shared, NUMBERS)).get(STARTED);
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

  /**
   * Counts one execution, from {@code site}; blank when call sites are not looked at. The tally is
   * to be told its time and rows.
   *
   * @param parameters a hash of its parameters, as in {@link Execution}
   */
  public StatementTally add(String sql, long parameters, Execution.Kind kind, String site) {
    Digest digest = Digests.of(sql);
    Object[] kept = OperationTotals.digest((Object[]) place(TOTALS), digest);
    Object[] counts = kept == null ? DigestCounts.describe(digest) : kept;
    AtomicLongArray siteCounts =
        kept == null || site.isEmpty() ? null : new DigestCounts(kept).site(site);
    add(OperationCounts.FIRST_VERB + digest.verb().place(), 1);
    if (kind.isFailure()) {
      add(OperationCounts.FAILED, 1);
    }
    if (kept == null) {
      add(OperationCounts.DIGESTS_DROPPED, 1);
    }
    DigestCounts.add(counts, siteCounts, DigestCounts.EXECUTIONS, 1);
    long values = parameters ^ Long.rotateLeft(digest.literals(), 1);
    boolean inGroup = !site.isEmpty() && !kind.isInBatch();
    synchronized (shared) {
      if (mayCompare()) {
        if (repeats(mixed(digest.hash(), values))) {
          add(OperationCounts.DUPLICATES, 1);
          DigestCounts.add(counts, siteCounts, DigestCounts.DUPLICATES, 1);
        }
        long group = inGroup ? group(mixed(digest.hash(), site.hashCode()), values) : 0;
        if (group > 0) {
          add(OperationCounts.N_PLUS_ONE, group);
          DigestCounts.add(counts, siteCounts, DigestCounts.N_PLUS_ONE, group);
        }
      }
      return logged(counts, site, values, kind);
    }
  }

  /** Under the lock: is there room for one execution more? What is not compared is counted. */
  private boolean mayCompare() {
    boolean hasRoom = shared[SEEN] != null && number(COMPARED) < MAX_COMPARED;
    if (!hasRoom) {
      add(OperationCounts.NOT_COMPARED, 1);
    }
    return hasRoom;
  }

  /** Under the lock: adds an execution with this hash; was there one before? */
  private boolean repeats(long hash) {
    long[] seen = SeenExecutions.withRoom((long[]) place(SEEN), (int) number(COMPARED));
    shared[SEEN] = seen;
    boolean isFirst = SeenExecutions.add(seen, hash);
    if (isFirst) {
      numbers().incrementAndGet(COMPARED);
    }
    return !isFirst;
  }

  // The array is made in one place.
  @SuppressWarnings("unchecked")
  private long group(long key, long values) {
    return Repeats.inGroup((Map<Long, long[]>) place(GROUPS), key, values);
  }

  /** Under the lock: with a place in the log, if there is one more. */
  private StatementTally logged(Object[] digest, String site, long values, Execution.Kind kind) {
    List<Object[]> log = list();
    long logged = number(LOGGED);
    if (log == null || logged >= number(LOG_LIMIT)) {
      numbers().incrementAndGet(NOT_LOGGED);
      return new StatementTally(shared, digest, null, 0);
    }
    numbers().set(LOGGED, logged + 1);
    Object[] block = StatementLog.withRoom(log);
    int place = StatementLog.add(block, digest, site);
    StatementLog.add(block, place, LoggedStatement.VALUES, values);
    StatementLog.add(block, place, LoggedStatement.NANOS_AND_BATCH, kind.isInBatch() ? 1 : 0);
    return new StatementTally(shared, digest, block, place);
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

  // Read under the lock; the array is made in one place.
  @SuppressWarnings("unchecked")
  private @Nullable List<Object[]> list() {
    return (List<Object[]>) shared[LOG];
  }
}
