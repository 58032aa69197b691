package io.matapalo.fastpath.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts events since the start. Thread-safe. */
public final class Counters {

  private final Map<EventCounter, LongAdder> adders = new EnumMap<>(EventCounter.class);

  public Counters() {
    for (EventCounter event : EventCounter.values()) {
      adders.put(event, new LongAdder());
    }
  }

  public void count(EventCounter event) {
    adderOf(event).increment();
  }

  public long valueOf(EventCounter event) {
    return adderOf(event).sum();
  }

  private LongAdder adderOf(EventCounter event) {
    LongAdder adder = adders.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }
}
