package io.matapalo.router.freshness.session;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MariaDbGtids;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two threads share one session of one node. In every interleaving the session knows what either
 * thread has seen: its mark holds it, or the node is still among those to be asked. A mark never
 * goes backwards.
 */
@Tag("concurrency")
public class SessionLincheckTest {

  private static final int THREADS = 8;
  private static final String NODE = "a";
  private static final String RUN = "run-of-a";
  private static final FreshnessMark NOTHING = FreshnessMark.nothing("shop", Dialect.MARIADB);

  private final Session session = new Session(NOTHING);
  private final AtomicLong clock = new AtomicLong();

  /** The latest transaction of the node; 0 for none. */
  private final AtomicLong latest = new AtomicLong();

  /** The node's bound, shared by sessions. */
  private final AtomicReference<Bound> asked = new AtomicReference<>(new Bound(0, 0));

  /** What each thread has seen, told by its own calls alone. */
  private final long[] seen = new long[THREADS];

  /** The mark that each thread has met last. */
  private final FreshnessMark[] marks = new FreshnessMark[THREADS];

  public SessionLincheckTest() {
    Arrays.fill(marks, NOTHING);
  }

  /** What a node had shown at most, and when it was asked. */
  private record Bound(long transaction, long at) {}

  @Operation
  public boolean write(@Param(gen = ThreadIdGen.class) int thread) {
    seen[thread] = latest.incrementAndGet();
    session.plus(upTo(seen[thread]), RUN);
    return knowsWhatWasSeenBy(thread);
  }

  /** Reads what another session has just written, after a third has asked for the bound. */
  @Operation
  public boolean read(@Param(gen = ThreadIdGen.class) int thread) {
    bound();
    seen[thread] = latest.incrementAndGet();
    session.shown(NODE, clock.incrementAndGet());
    return knowsWhatWasSeenBy(thread);
  }

  /** Another node is to serve, so the mark has to say what this one has shown. */
  @Operation
  public boolean leaveTheNode(@Param(gen = ThreadIdGen.class) int thread) {
    for (Map.Entry<String, Long> shown : session.state().shownAt().entrySet()) {
      Bound known = asked.get();
      long bound = known.at() >= shown.getValue() ? known.transaction() : bound();
      session.bounded(shown.getKey(), shown.getValue(), upTo(bound));
    }
    return knowsWhatWasSeenBy(thread);
  }

  /** Another node has passed a barrier: it shows all that this one has shown. */
  @Operation
  public boolean passABarrier(@Param(gen = ThreadIdGen.class) int thread) {
    Session.State before = session.state();
    session.settled(before, upTo(latest.get()), "run-of-b");
    return knowsWhatWasSeenBy(thread);
  }

  @Test
  void whatEitherThreadHasSeenIsKnown() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .iterations(20)
        .invocationsPerIteration(500)
        .addGuarantee(
            forClasses(MariaDbGtids.class.getName(), FreshnessMark.class.getName())
                .allMethods()
                .treatAsAtomic())
        .addGuarantee(
            forClasses(SessionLincheckTest.class.getName())
                .methods("bound", "knowsWhatWasSeenBy")
                .treatAsAtomic())
        .check(SessionLincheckTest.class);
  }

  private long bound() {
    long at = clock.incrementAndGet();
    long transaction = latest.get();
    asked.set(new Bound(transaction, at));
    return transaction;
  }

  private boolean knowsWhatWasSeenBy(int thread) {
    Session.State state = session.state();
    GtidSet before = marks[thread].position();
    marks[thread] = state.mark();
    return state.mark().position().contains(before)
        && (state.shownAt().containsKey(NODE)
            || state.mark().position().contains(upTo(seen[thread])));
  }

  private static GtidSet upTo(long transaction) {
    return transaction == 0 ? MariaDbGtids.NONE : MariaDbGtids.of(0, 1, transaction);
  }
}
