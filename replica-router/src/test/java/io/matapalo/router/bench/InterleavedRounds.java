package io.matapalo.router.bench;

import com.sun.management.ThreadMXBean;
import io.matapalo.router.bench.RouterBench.Measured;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Blocks of operations of all contenders by turns, in one thread. */
final class InterleavedRounds {

  private static final int WARM_UP = 3_000;
  private static final int WARM_UP_IN_MEMORY = 300_000;
  private static final int BLOCK = 150;

  /** Of them the mean is taken: a clock cannot tell single ones. */
  private static final int BLOCK_IN_MEMORY = 20_000;

  private final BenchServers servers;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Contender, RouterBenchmark> opened = new EnumMap<>(Contender.class);
  private long lengths;

  InterleavedRounds(BenchServers servers) {
    this.servers = servers;
  }

  Map<Contender, List<Measured>> run(int rounds, long seed) throws Exception {
    Map<Contender, List<Measured>> measured = new EnumMap<>(Contender.class);
    try {
      for (Contender contender : Contender.values()) {
        RouterBenchmark benchmark = new RouterBenchmark();
        benchmark.open(contender, servers, Map.of());
        opened.put(contender, benchmark);
        repeat(benchmark, inMemory(contender) ? WARM_UP_IN_MEMORY : WARM_UP);
      }
      List<Contender> order = new ArrayList<>(opened.keySet());
      Random random = new Random(seed);
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(order, random);
        for (Contender contender : order) {
          measured
              .computeIfAbsent(contender, none -> new ArrayList<>())
              .add(block(contender, Objects.requireNonNull(opened.get(contender))));
        }
      }
    } finally {
      for (RouterBenchmark benchmark : opened.values()) {
        benchmark.close();
      }
    }
    if (lengths == 0) {
      throw new IllegalStateException("no operation read anything");
    }
    return measured;
  }

  private Measured block(Contender contender, RouterBenchmark benchmark) throws Exception {
    int operations = inMemory(contender) ? BLOCK_IN_MEMORY : BLOCK;
    double[] times = new double[operations];
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    if (inMemory(contender)) {
      repeat(benchmark, operations);
      double mean = (System.nanoTime() - start) / (double) operations;
      return new Measured(mean, bytesSince(bytesBefore) / operations);
    }
    for (int i = 0; i < operations; i++) {
      long before = System.nanoTime();
      lengths += benchmark.operation().length();
      times[i] = System.nanoTime() - before;
    }
    double bytes = bytesSince(bytesBefore) / operations;
    Arrays.sort(times);
    return new Measured(times[operations / 2], bytes);
  }

  private double bytesSince(long before) {
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void repeat(RouterBenchmark benchmark, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      lengths += benchmark.operation().length();
    }
  }

  private static boolean inMemory(Contender contender) {
    return !contender.path().needsServers();
  }
}
