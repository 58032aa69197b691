package io.matapalo.testkit.topology;

import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What topologies have in common: names, addresses, work on all at a time. Stateless. */
public final class Members {
  private Members() {}

  /** {@code a}, {@code b}, {@code c}. */
  static String name(int index) {
    return String.valueOf((char) ('a' + index));
  }

  /** Throws unless there may be so many. */
  public static void requireCount(String of, int count, int most) {
    if (count < 1 || count > most) {
      throw new IllegalArgumentException("%s must be 1 to %d, was %d".formatted(of, most, count));
    }
  }

  static void requireFreePorts(ServerConfig config) {
    if (config.port() != 0) {
      throw new IllegalArgumentException(
          "the nodes take free ports, so port must be 0, was " + config.port());
    }
  }

  /** Starts all at once; when one fails, the others are ended again. */
  public static <N> List<N> started(int count, IntFunction<N> start, Consumer<N> end) {
    List<Future<N>> starting = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int index = i;
        starting.add(threads.submit(() -> start.apply(index)));
      }
    }
    List<N> nodes = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<N> one : starting) {
      switch (one.state()) {
        case SUCCESS -> nodes.add(one.resultNow());
        default -> failures.add(one.exceptionNow());
      }
    }
    if (!failures.isEmpty()) {
      nodes.forEach(end);
      throw new TestkitException(
          "not all servers of a topology started: " + failures.getFirst().getMessage(),
          failures.getFirst());
    }
    return List.copyOf(nodes);
  }

  /** Ends all at once. */
  static void close(List<MariaDbNode> nodes) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<?> one :
          threads.invokeAll(nodes.stream().map(node -> Executors.callable(node::close)).toList())) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new TestkitException("a server of a topology does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestkitException("interrupted while servers were ending", e);
    }
  }
}
