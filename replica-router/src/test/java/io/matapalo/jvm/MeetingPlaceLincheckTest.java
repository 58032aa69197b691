package io.matapalo.jvm;

import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Copies of the jar meet in three threads at once. In every interleaving they share what one of
 * them brought.
 */
@Tag("concurrency")
public class MeetingPlaceLincheckTest {

  private static final AtomicLong PLACES = new AtomicLong();

  private final String place =
      "io.matapalo:type=MeetingPlaceLincheckTest,number=" + PLACES.incrementAndGet();

  /** Whose value it is. */
  @Operation
  public Object meet(@Param(gen = ThreadIdGen.class) int copy) {
    Object before = MeetingPlace.join(place).putIfAbsent("key", copy);
    return before == null ? copy : before;
  }

  @Operation
  public Object share(@Param(gen = ThreadIdGen.class) int copy) {
    return MeetingPlace.shared(place, copy);
  }

  @Test
  void allShareWhatOneBrought() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .iterations(5)
        .invocationsPerIteration(100)
        .check(MeetingPlaceLincheckTest.class);
  }
}
