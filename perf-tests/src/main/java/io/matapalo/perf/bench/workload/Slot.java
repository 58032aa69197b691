package io.matapalo.perf.bench.workload;

import java.util.Optional;

/** A source of values for one slot. Confined to the pacer thread. */
@FunctionalInterface
interface Slot {
  /** The next value, or nothing while none is known: the operation cannot be sent yet. */
  Optional<String> next();
}
