package io.matapalo.proxy.placement;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests of a cluster are at each instance. Bounded by the instances. Thread-safe. */
public final class InFlight {

  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  /** The count of one instance, the same object at each call. */
  public AtomicInteger at(String instance) {
    return counts.computeIfAbsent(instance, _ -> new AtomicInteger());
  }
}
