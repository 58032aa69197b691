package io.matapalo.fastpath.invalidation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: longer each time, by chance. Confined to one thread. */
final class RetryPause {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final RandomGenerator chance;
  private Duration limit = SHORTEST;

  RetryPause(RandomGenerator chance) {
    this.chance = chance;
  }

  void restart() {
    limit = SHORTEST;
  }

  void longest() {
    limit = LONGEST;
  }

  /** From half the limit to the limit, which doubles. */
  Duration next() {
    long half = limit.toNanos() / 2;
    Duration doubled = limit.multipliedBy(2);
    limit = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return Duration.ofNanos(half + chance.nextLong(half));
  }
}
