package io.matapalo.perf.bench.stats;

/**
 * How many requests a window had by intended start, and the two rates: offered (intended starts in
 * the window) and achieved (requests answered in the window, whenever they started). Immutable.
 */
public record Rates(long requests, double offeredPerSecond, double achievedPerSecond) {}
