package com.turnstile.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.server.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import net.spy.memcached.OperationTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cache where there is no memcached. */
class HostCacheTest {

  private final HostCache cache = new HostCache();

  @AfterEach
  void forget() throws InterruptedException {
    cache.close();
    System.clearProperty(HostCache.ADDRESS);
    for (Thread thread : clientThreads()) {
      thread.join(Duration.ofMinutes(1));
    }
  }

  private static List<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("Memcached IO"))
        .toList();
  }

  @Test
  void withoutAnAddressThereIsNoCacheAndNoThread() {
    System.setProperty(HostCache.ADDRESS, " ");
    cache.open();

    cache.put("greeting", "hello", 60);
    cache.remove("greeting");

    assertThat(cache.get("greeting", String.class)).isNull();
    assertThat(clientThreads()).isEmpty();
  }

  @Test
  void absentMemcachedCostsMissesOnly() {
    System.setProperty(HostCache.ADDRESS, "127.0.0.1:" + FreePorts.next());
    cache.open();
    assertThat(clientThreads()).hasSize(1);
    List<String> missedBy = new ArrayList<>();
    Handler counting = handler(record -> missedBy.add(String.valueOf(record.getParameters()[1])));
    Logger log = Logger.getLogger(HostCache.class.getName());
    log.setLevel(Level.FINE);
    log.addHandler(counting);
    try {
      IntStream.range(0, 200)
          .forEach(i -> {
            cache.put("seat-" + i, "A" + i, 60);
            assertThat(cache.get("seat-" + i, String.class)).isNull();
            cache.remove("seat-" + i);
          });
    } finally {
      log.removeHandler(counting);
      log.setLevel(null);
    }

    // The client knows that nobody answers, and does not wait each time.
    assertThat(missedBy).hasSizeGreaterThanOrEqualTo(200);
    assertThat(missedBy.stream().filter(OperationTimeoutException.class.getName()::equals))
        .hasSizeLessThan(200);
  }

  private static Handler handler(Consumer<LogRecord> sink) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        sink.accept(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
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
    Thread io = clientThreads().getFirst();

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
