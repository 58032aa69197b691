package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.position.Position;
import java.util.Optional;

/**
 * One entry: a value or its absence, and what its snapshot showed. Thread-safe; only the moment of
 * its next early refresh changes.
 */
final class Entry<V> {

  private final Optional<V> value;
  private final Position stamp;
  private final Generation generation;
  private final long endsAtNanos;
  private volatile long refreshAtNanos;

  /**
   * An entry.
   *
   * @param endsAtNanos on the ticker
   * @param refreshAtNanos when it is loaded anew; not before its end: never
   */
  Entry(
      Optional<V> value,
      Position stamp,
      Generation generation,
      long endsAtNanos,
      long refreshAtNanos) {
    this.value = value;
    this.stamp = stamp;
    this.generation = generation;
    this.endsAtNanos = endsAtNanos;
    this.refreshAtNanos = refreshAtNanos;
  }

  Optional<V> value() {
    return value;
  }

  Position stamp() {
    return stamp;
  }

  boolean isOf(Generation current) {
    return generation == current;
  }

  boolean hasEnded(long nowNanos) {
    return nowNanos - endsAtNanos >= 0;
  }

  /**
   * Whether this caller is the one that loads it anew. The next caller gets the same answer after
   * {@code pauseNanos} at the earliest, so that failing refreshes back off.
   */
  boolean takesRefresh(long nowNanos, long pauseNanos) {
    if (nowNanos - refreshAtNanos < 0) {
      return false;
    }
    synchronized (this) {
      boolean due = nowNanos - refreshAtNanos >= 0;
      if (due) {
        refreshAtNanos = nowNanos + pauseNanos;
      }
      return due;
    }
  }
}
