package io.matapalo.router.freshness.session;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.MariaDbGtids;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One thread hears that the cluster has lost what a session had seen, while another writes in the
 * same session. In every interleaving a write is either among the lost or still in the mark.
 */
@Tag("concurrency")
public class LostMarksLincheckTest {

  private static final int THREADS = 8;
  private static final FreshnessMark NOTHING = FreshnessMark.nothing("shop", Dialect.MARIADB);

  private final Session session = new Session(NOTHING);

  /** How often each thread wrote, each in a domain of its own. */
  private final long[] writes = new long[THREADS];

  @Operation
  public void write(@Param(gen = ThreadIdGen.class) int thread) {
    writes[thread]++;
    session.plus(MariaDbGtids.of(thread, 1, writes[thread]), "run-of-a");
  }

  /** What was lost. */
  @Operation
  public String hearOfTheLoss() {
    Session.State lost = session.state();
    while (!session.startAnew(lost, NOTHING)) {
      lost = session.state();
    }
    return lost.mark().position().text();
  }

  @Operation
  public String mark() {
    return session.state().mark().position().text();
  }

  @Test
  void noWriteIsForgottenUnheard() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .iterations(15)
        .invocationsPerIteration(300)
        .addGuarantee(
            forClasses(MariaDbGtids.class.getName(), FreshnessMark.class.getName())
                .allMethods()
                .treatAsAtomic())
        .check(LostMarksLincheckTest.class);
  }
}
