package io.matapalo.perf.launcher.costs;

/** Reads what the servers of a stack have used so far. Confined to one thread. */
interface Meter {
  /** The present reading. */
  MeterReading read();
}
