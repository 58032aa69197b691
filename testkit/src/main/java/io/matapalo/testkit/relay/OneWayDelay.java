package io.matapalo.testkit.relay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long a relay holds back what it has read. Thread-safe. */
final class OneWayDelay {
  private final AtomicLong nanos = new AtomicLong();

  void set(Duration delay) {
    nanos.set(delay.toNanos());
  }

  long nanos() {
    return nanos.get();
  }
}
