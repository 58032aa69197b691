package io.matapalo.router.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a routed connection allocates beside the pool's: counted, since times depend on weather. */
final class RoutedBytesTest {

  private static final int OPERATIONS = 20_000;

  /** The compiler saves objects once it has come to the method, at a time of its own. */
  private static final int ROUNDS = 20;

  private static final long MOST_BYTES = 700;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aBorrowWithOneQueryAllocatesLittleMoreThanThePool() throws Exception {
    long bare = bytesOf(Contender.MEMORY_HIKARI);
    long routed = bytesOf(Contender.MEMORY_ROUTED);

    assertThat(routed - bare).isBetween(1L, MOST_BYTES);
  }

  private long bytesOf(Contender contender) throws Exception {
    RouterBenchmark benchmark = new RouterBenchmark();
    benchmark.open(contender, new BenchServers(0, 0, "", "", ""), Map.of());
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        assertThat(benchmark.operation()).isEqualTo("name");
      }
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < OPERATIONS; i++) {
          benchmark.operation();
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / OPERATIONS);
      }
      return least;
    } finally {
      benchmark.close();
    }
  }
}
