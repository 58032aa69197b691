package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * In every interleaving of three callers, at most one load of a key runs at a time, and a caller
 * gets the number of a load that was not yet over when the call began. So a key is forgotten with
 * its load, whether the load gives a value or fails.
 */
@Tag("concurrency")
public class SingleFlightLincheckTest {

  private static final Deadline FAR = Deadline.after(Duration.ofDays(1), () -> 0L);

  private final SingleFlight<Integer> flight = new SingleFlight<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  /** A load that fails; it has a number too. */
  private static final class LoadBroke extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int number;

    LoadBroke(int number) {
      super("as planned");
      this.number = number;
    }
  }

  @Operation
  public String load() {
    return ask(number -> number);
  }

  @Operation
  public String loadThatFails() {
    return ask(number -> {
      throw new LoadBroke(number);
    });
  }

  @Test
  void callersShareTheLoadUnderWayAndNoOther() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .iterations(4)
        .invocationsPerIteration(150)
        .check(SingleFlightLincheckTest.class);
  }

  /** What comes of a load with its number. */
  private interface Ending {
    int of(int number);
  }

  private String ask(Ending ending) {
    int toldBefore = told.get();
    int number = numberOfLoad(ending);
    told.accumulateAndGet(number, Math::max);
    return number > toldBefore ? "of a load under way" : "of a load that was over";
  }

  private int numberOfLoad(Ending ending) {
    try {
      return flight.load("key", FAR, () -> run(ending));
    } catch (LoadFailed e) {
      if (e.getCause() instanceof LoadBroke broke) {
        return broke.number;
      }
      throw e;
    }
  }

  private int run(Ending ending) {
    if (running.incrementAndGet() > 1) {
      throw new IllegalStateException("two loads at once");
    }
    int number = begun.incrementAndGet();
    running.decrementAndGet();
    return ending.of(number);
  }
}
