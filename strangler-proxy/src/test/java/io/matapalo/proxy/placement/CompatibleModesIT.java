package io.matapalo.proxy.placement;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The compatible modes for as many addresses as a large site sees. */
@Tag("deep")
class CompatibleModesIT {

  @Test
  void modesEqualTheReferenceForAMillionAddresses() {
    CompatibleModesTest.compare(1_000_000);
  }
}
