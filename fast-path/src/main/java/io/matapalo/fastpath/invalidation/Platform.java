package io.matapalo.fastpath.invalidation;

import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, threads and chance. Immutable.
 *
 * @param nanoTicker as {@link System#nanoTime}
 * @param threads makes the two threads of a reader, and one that watches each connecting
 * @param chance for server ids and pauses
 */
public record Platform(LongSupplier nanoTicker, ThreadFactory threads, RandomGenerator chance) {}
