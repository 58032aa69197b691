package io.matapalo.perf.bench.engine;

import java.util.concurrent.ThreadFactory;

/**
 * Where threads come from: a platform thread for the pacer, whose wake-ups must be exact, and one
 * (virtual, normally) for each arrival.
 */
public record LoadThreads(ThreadFactory pacer, ThreadFactory arrivals) {}
