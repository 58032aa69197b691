package io.matapalo.perf.bench.engine;

/** Where requests come from. Called by the pacer thread alone, in the order of the arrivals. */
@FunctionalInterface
public interface RequestSource {
  /** The next request; must be quick and must not block. */
  PlannedRequest next();
}
