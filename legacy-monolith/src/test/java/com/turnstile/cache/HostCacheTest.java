package com.turnstile.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.server.FreePorts;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cache where there is no memcached. */
class HostCacheTest {

  private final HostCache cache = new HostCache();

  @AfterEach
  void forget() {
    cache.close();
    System.clearProperty(HostCache.ADDRESS);
  }

  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("Memcached IO"))
        .count();
  }

  @Test
  void withoutAnAddressThereIsNoCacheAndNoThread() {
    System.setProperty(HostCache.ADDRESS, " ");
    cache.open();

    cache.put("greeting", "hello", 60);
    cache.remove("greeting");

    assertThat(cache.get("greeting", String.class)).isNull();
    assertThat(clientThreads()).isZero();
  }

  @Test
  void absentMemcachedCostsMissesOnly() {
    System.setProperty(HostCache.ADDRESS, "127.0.0.1:" + FreePorts.next());
    cache.open();
    assertThat(clientThreads()).isOne();

    Instant start = Instant.now();
    IntStream.range(0, 200)
        .forEach(i -> {
          cache.put("seat-" + i, "A" + i, 60);
          assertThat(cache.get("seat-" + i, String.class)).isNull();
          cache.remove("seat-" + i);
        });

    // Nothing waits for it: 200 time-outs of 200 ms would be 40 s.
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void keysAndValuesThatItCannotHoldAreMisses() {
    System.setProperty(HostCache.ADDRESS, "127.0.0.1:" + FreePorts.next());
    cache.open();

    for (String key : new String[] {"two words", "x".repeat(300), ""}) {
      cache.put(key, "value", 60);
      cache.remove(key);
      assertThat(cache.get(key, String.class)).isNull();
    }
    cache.put("large", new byte[30_000_000], 60);
    assertThat(cache.get("large", byte[].class)).isNull();
  }

  @Test
  void itsThreadEndsWithIt() throws InterruptedException {
    System.setProperty(HostCache.ADDRESS, "127.0.0.1:" + FreePorts.next());
    cache.open();
    Thread io =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().contains("Memcached IO"))
            .findFirst()
            .orElseThrow();

    cache.close();

    io.join(Duration.ofMinutes(1));
    assertThat(io.isAlive()).isFalse();
  }

  @Test
  void addressThatIsNoneIsNamed() {
    System.setProperty(HostCache.ADDRESS, "somewhere");
    assertThatThrownBy(cache::open)
        .hasMessageContaining("turnstile.memcached must be host:port, was somewhere");
  }
}
