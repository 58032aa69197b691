package io.matapalo.router.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.matapalo.recorder.SqlRecorder;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a routed connection allocates beside the pool's: counted, since times depend on weather. */
final class RoutedBytesTest {

  private static final int OPERATIONS = 20_000;

  /** The compiler saves objects once it has come to the method, at a time of its own. */
  private static final int ROUNDS = 20;

  private static final long MOST_BYTES = 700;

  /** Without call sites, and by a compiler that saves no object. */
  private static final long MOST_RECORDED_BYTES = 400;

  private static final int REQUESTS = 200;
  private static final int STATEMENTS_OF_A_REQUEST = 100;

  /** Call sites are looked at in the first request of an operation and in every tenth. */
  private static final int SITES_EVERY = 10;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aBorrowWithOneQueryAllocatesLittleMoreThanThePool() throws Exception {
    long bare = bytesOf(Contender.MEMORY_HIKARI);
    long routed = bytesOf(Contender.MEMORY_ROUTED);

    assertThat(routed - bare).isBetween(1L, MOST_BYTES);
  }

  @Test
  void theRecorderAllocatesLittleForAStatement() throws Exception {
    long bare = bytesInRequests(Contender.MEMORY_HIKARI, "RoutedBytesTest.bare");
    long recorded = bytesInRequests(Contender.MEMORY_RECORDED, "RoutedBytesTest.recorded");

    assertThat(recorded - bare).isBetween(1L, MOST_RECORDED_BYTES);
  }

  private long bytesInRequests(Contender contender, String operation) throws Exception {
    RouterBenchmark benchmark = new RouterBenchmark();
    benchmark.open(contender, new BenchServers(0, 0, "", "", ""), Map.of());
    long bytes = 0;
    long statements = 0;
    try {
      for (int request = 0; request < REQUESTS; request++) {
        long made = SqlRecorder.record(operation, () -> bytesOfARequest(benchmark));
        boolean counts = request > REQUESTS / 2 && request % SITES_EVERY != 0;
        bytes += counts ? made : 0;
        statements += counts ? STATEMENTS_OF_A_REQUEST : 0;
      }
    } finally {
      benchmark.close();
    }
    return bytes / statements;
  }

  private long bytesOfARequest(RouterBenchmark benchmark) throws Exception {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STATEMENTS_OF_A_REQUEST; i++) {
      benchmark.operation();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
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
