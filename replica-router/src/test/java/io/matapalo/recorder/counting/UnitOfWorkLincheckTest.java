package io.matapalo.recorder.counting;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.matapalo.recorder.digest.Digest;
import io.matapalo.recorder.digest.Digests;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two threads of one request run one statement, each time with one of three values and from one of
 * two call sites, for one of which there is room. In every interleaving the counters of the
 * request, the statement and the call sites are those that the executions add up to in any order.
 */
@Tag("concurrency")
public class UnitOfWorkLincheckTest {

  private static final Digest DIGEST = Digests.of("select name from car where id = ?");
  private static final int VALUES = 3;
  private static final int SITES = 2;
  private static final int LOG_LIMIT = 2;

  private final DigestCounts digest = DigestCounts.create(DIGEST);
  private final OperationTotals totals =
      new OperationTotals(
          new Object[] {
            new AtomicLongArray(OperationCounts.CELLS),
            new ConcurrentHashMap<String, Object[]>(),
            "Car.list"
          });
  private final UnitOfWork unit = UnitOfWork.begin(totals, true, LOG_LIMIT, 0);

  /** How often each value went from each call site. */
  private final AtomicIntegerArray executions = new AtomicIntegerArray(VALUES * SITES);

  public UnitOfWorkLincheckTest() {
    leaveRoomForOneSite();
  }

  private void leaveRoomForOneSite() {
    totals.digests().put(DIGEST.id(), digest.shared());
    IntStream.range(1, DigestCounts.MAX_SITES).forEach(i -> digest.site("before " + i));
  }

  @Operation
  public void execute(
      @Param(gen = IntGen.class, conf = "0:2") int value,
      @Param(gen = IntGen.class, conf = "0:1") int site) {
    tally(site * VALUES + value);
    unit.add(DIGEST.sql(), value, Execution.Kind.ALONE, "site " + site).ran(1, 0, 1);
  }

  @Validate
  public void countersAreThoseOfTheExecutions() {
    compareCounters();
  }

  private void compareCounters() {
    int all = IntStream.range(0, executions.length()).map(executions::get).sum();
    equal("statements", unit.statements(), all);
    equal("of the operation", totals.counts().statements(DIGEST.verb()), all);
    equal("of the digest", digest.cells().get(DigestCounts.EXECUTIONS), all);
    equal("of the call sites", ofSites(DigestCounts.EXECUTIONS), all);
    equal("duplicates", unit.number(OperationCounts.DUPLICATES), all - differentValues());
    equal("duplicates of the sites", ofSites(DigestCounts.DUPLICATES), all - differentValues());
    equal("N+1", unit.number(OperationCounts.N_PLUS_ONE), inGroups());
    equal("N+1 of the call sites", ofSites(DigestCounts.N_PLUS_ONE), inGroups());
    equal("logged", unit.log().size(), Math.min(all, LOG_LIMIT));
    equal("not logged", unit.notLogged(), Math.max(0, all - LOG_LIMIT));
    long named =
        digest.sites().keySet().stream().filter(n -> !n.equals(DigestCounts.OTHER_SITES)).count();
    if (named > DigestCounts.MAX_SITES) {
      throw new IllegalStateException("call sites with a name: " + named);
    }
  }

  @Test
  void countersAddUp() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0)
        .iterations(4)
        .invocationsPerIteration(250)
        .addGuarantee(
            forClasses(Digests.class.getName(), StatementLog.class.getName())
                .allMethods()
                .treatAsAtomic())
        .addGuarantee(
            forClasses(UnitOfWorkLincheckTest.class.getName())
                .methods("tally", "leaveRoomForOneSite", "compareCounters")
                .treatAsAtomic())
        .check(UnitOfWorkLincheckTest.class);
  }

  private void tally(int execution) {
    executions.incrementAndGet(execution);
  }

  private long differentValues() {
    return IntStream.range(0, VALUES)
        .filter(value ->
            IntStream.range(0, SITES).anyMatch(site -> executions.get(site * VALUES + value) > 0))
        .count();
  }

  /** Executions from call sites from which more than one value went. */
  private long inGroups() {
    long sum = 0;
    for (int site = 0; site < SITES; site++) {
      int from = site * VALUES;
      long different =
          IntStream.range(from, from + VALUES).filter(i -> executions.get(i) > 0).count();
      sum += different > 1 ? IntStream.range(from, from + VALUES).map(executions::get).sum() : 0;
    }
    return sum;
  }

  private long ofSites(int cell) {
    return digest.sites().values().stream().mapToLong(cells -> cells.get(cell)).sum();
  }

  private static void equal(String what, long counted, long wanted) {
    if (counted != wanted) {
      throw new IllegalStateException("%s: counted %d, were %d".formatted(what, counted, wanted));
    }
  }
}
