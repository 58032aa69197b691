package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.stats.Latency;

/** What was completed in a short interval, for progress lines. Immutable. */
public record Interval(long completed, long failures, long faults, Latency responseTime) {}
