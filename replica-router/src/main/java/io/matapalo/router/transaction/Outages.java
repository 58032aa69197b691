package io.matapalo.router.transaction;

import io.matapalo.router.topology.Intent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when no node takes transactions, apart for reads and writes. An attempt that found no node
 * begins an outage, one that reached a node ends it. While an outage is young, calls wait for a
 * node: no server is asked for anything. When it lasts, callers are told at once, so that they do
 * not all wait. Thread-safe.
 */
final class Outages {

  private final long youngNanos;
  private final Map<Intent, Long> begun = new ConcurrentHashMap<>();

  /** {@code young}: the age up to which calls wait. */
  Outages(Duration young) {
    this.youngNanos = young.toNanos();
  }

  /** An attempt found no node at {@code nanos}: may its call wait for one? */
  boolean isYoung(Intent intent, long nanos) {
    Long earlier = begun.putIfAbsent(intent, nanos);
    long age = earlier == null ? 0 : nanos - earlier;
    return age < youngNanos;
  }

  /** An attempt reached a node. */
  void end(Intent intent) {
    begun.remove(intent);
  }
}
