package io.matapalo.fastpath.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts events of one cache since the start. Thread-safe; counting allocates nothing. */
public final class CacheCounts {

  private final Map<CacheEvent, LongAdder> adders = new EnumMap<>(CacheEvent.class);

  public CacheCounts() {
    for (CacheEvent event : CacheEvent.values()) {
      adders.put(event, new LongAdder());
    }
  }

  public void count(CacheEvent event) {
    adderOf(event).increment();
  }

  public long valueOf(CacheEvent event) {
    return adderOf(event).sum();
  }

  private LongAdder adderOf(CacheEvent event) {
    LongAdder adder = adders.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }
}
