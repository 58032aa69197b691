package io.matapalo.perf.bench.stats;

/** Whether the load generator did what the numbers claim. */
public enum Verdict {
  /** Requests left when they should. */
  VALID,
  /** Some left late; their wait is in the response times, but part of it is the generator's own. */
  SUSPECT,
  /** The load was not the one stated: the numbers must not be used. */
  INVALID
}
