package io.matapalo.proxy.resilience;

import io.matapalo.proxy.catalogue.Priority;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of three visitors gives results that some order of their calls explains: a
 * permit is neither lost nor given twice, and a visitor who leaves the queue at the moment of being
 * let in learns of it. One permit and one place in the queue, so that all outcomes are near.
 */
@Tag("concurrency")
public class AdmissionLincheckTest {

  private static final int VISITORS = 8;
  private static final Admission.Entry OUTSIDE = new Admission.Refused();

  private final Admission admission = new Admission(1, 1);

  /** What each visitor has, told by its own calls alone; each thread is one visitor. */
  private final Admission.Entry[] visitors = new Admission.Entry[VISITORS];

  public AdmissionLincheckTest() {
    Arrays.fill(visitors, OUTSIDE);
  }

  @Operation
  public String enter(@Param(gen = ThreadIdGen.class) int visitor) {
    if (!visitors[visitor].equals(OUTSIDE)) {
      return "is here";
    }
    Admission.Entry entry = admission.enter(Priority.NORMAL, new ToldWaiter(() -> {}, () -> {}));
    if (!(entry instanceof Admission.Refused)) {
      visitors[visitor] = entry;
    }
    return entry.getClass().getSimpleName();
  }

  @Operation
  public String leaveQueue(@Param(gen = ThreadIdGen.class) int visitor) {
    if (!(visitors[visitor] instanceof Admission.Waiting waiting)) {
      return "does not wait";
    }
    boolean left = admission.leave(waiting);
    visitors[visitor] = left ? OUTSIDE : new Admission.Admitted();
    return left ? "left" : "was let in";
  }

  @Operation
  public String release(@Param(gen = ThreadIdGen.class) int visitor) {
    if (!(visitors[visitor] instanceof Admission.Admitted)) {
      return "has no permit";
    }
    visitors[visitor] = OUTSIDE;
    admission.release();
    return "released";
  }

  @Operation
  public int permitsInUse() {
    return admission.inUse();
  }

  @Operation
  public int waiting() {
    return admission.waiting();
  }

  @Validate
  public void nobodyWaitsWhileAPermitIsFree() {
    if (admission.waiting() > 0 && admission.inUse() < 1) {
      throw new IllegalStateException("a visitor waits although a permit is free");
    }
  }

  @Test
  void callsAreLinearizable() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(12)
        .invocationsPerIteration(300)
        .check(AdmissionLincheckTest.class);
  }
}
