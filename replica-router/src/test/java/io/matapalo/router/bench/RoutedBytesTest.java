package io.matapalo.router.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a routed connection allocates beside the pool's: counted, since times depend on weather. */
final class RoutedBytesTest {

  private static final int OPERATIONS = 20_000;
  private static final long MOST_BYTES = 700;

  /** With the call sites of one unit in ten, by the first compiler, which saves no object. */
  private static final long MOST_RECORDED_BYTES = 600;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aBorrowWithOneQueryAllocatesLittleMoreThanThePool() throws Exception {
    long bare = bytesOf(Contender.MEMORY_HIKARI);
    long routed = bytesOf(Contender.MEMORY_ROUTED);

    assertThat(routed - bare).isBetween(1L, MOST_BYTES);
  }

  @Test
  void theRecorderAllocatesLittleForAStatement() throws Exception {
    long bare = bytesOf(Contender.MEMORY_HIKARI);
    long recorded = bytesOf(Contender.MEMORY_RECORDED);

    assertThat(recorded - bare).isBetween(1L, MOST_RECORDED_BYTES);
  }

  private long bytesOf(Contender contender) throws Exception {
    RouterBenchmark benchmark = new RouterBenchmark();
    benchmark.open(contender, new BenchServers(0, 0, "", "", ""), Map.of());
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        assertThat(benchmark.operation()).isEqualTo("name");
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < OPERATIONS; i++) {
        benchmark.operation();
      }
      return (threads.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
    } finally {
      benchmark.close();
    }
  }
}
