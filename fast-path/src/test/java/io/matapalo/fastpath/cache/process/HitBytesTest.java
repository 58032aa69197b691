package io.matapalo.fastpath.cache.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.pacing.Deadline;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a hit allocates: counted, since times depend on weather. */
final class HitBytesTest {

  private static final int KEYS = 64;
  private static final int HITS = 20_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final String[] keys = new String[KEYS];
  private final Shop shop = new Shop();
  private final Deadline deadline = shop.deadline();
  private final Loader<String> loader = (key, same) -> shop.load();

  @Test
  void aHitAllocatesNothing() {
    shop.change(0, "nothing of interest");
    assertThat(bytesOfHits()).isZero();
  }

  @Test
  void aHitOfASessionThatHasSeenSomethingAllocatesNothing() {
    shop.change(0, "nothing of interest");
    shop.seen = shop.caches.toldUpTo();
    assertThat(bytesOfHits()).isZero();
  }

  /** After two rounds the buffers and counters that Caffeine makes on the way are there. */
  private long bytesOfHits() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "key-" + i;
      shop.get(keys[i]);
    }
    hit();
    hit();
    long hits = shop.count(CacheEvent.HIT);
    long before = threads.getCurrentThreadAllocatedBytes();
    hit();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(shop.count(CacheEvent.HIT) - hits).isEqualTo(HITS);
    return bytes;
  }

  private void hit() {
    for (int i = 0; i < HITS; i++) {
      shop.cache.get(keys[i % KEYS], deadline, loader);
    }
  }
}
