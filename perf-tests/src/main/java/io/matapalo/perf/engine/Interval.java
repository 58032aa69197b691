package io.matapalo.perf.engine;

import io.matapalo.perf.stats.Latency;

/** What was completed in a short interval, for progress lines. Immutable. */
public record Interval(long completed, long failures, long faults, Latency responseTime) {}
