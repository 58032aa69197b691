package io.matapalo.perf.bench.closedloop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Open connections to one server, from client addresses in turn. Blocking sockets and one thread
 * each: the cheapest load that needs no tuning. Confined to one thread, which it blocks.
 */
public final class ClosedLoop implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int DIGITS = 3;

  private final InetSocketAddress target;
  private final List<LoopConnection> connections = new ArrayList<>();
  private final ThreadFactory threads;

  private ClosedLoop(InetSocketAddress target, ThreadFactory threads) {
    this.target = target;
    this.threads = threads;
  }

  /** That many connections, 1 to 1,000. */
  public static ClosedLoop open(
      InetSocketAddress target, List<InetAddress> clients, int connections, ThreadFactory threads) {
    ClosedLoop loop = new ClosedLoop(target, threads);
    for (int i = 0; i < connections; i++) {
      InetAddress client = clients.get(i % clients.size());
      try {
        loop.connections.add(LoopConnection.open(client, target));
      } catch (IOException e) {
        loop.close();
        throw loop.failed(client, e);
      }
    }
    return loop;
  }

  /** An empty distribution of times in nanoseconds, up to a minute. */
  public static Histogram noTimes() {
    return new Histogram(LONGEST_NANOS, DIGITS);
  }

  /** Sends as many requests over all connections at once; returns when all are answered. */
  public void send(FixedRequest request, int requests) throws InterruptedException {
    byte[] message = request.message().getBytes(US_ASCII);
    List<Callable<Integer>> shares = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      LoopConnection connection = connections.get(i);
      int share = requests / connections.size() + (i < requests % connections.size() ? 1 : 0);
      shares.add(() -> repeat(connection, message, share));
    }
    try (ExecutorService all = Executors.newThreadPerTaskExecutor(threads)) {
      for (Future<Integer> share : all.invokeAll(shares)) {
        share.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClosedLoopException failure) {
        throw failure;
      }
      throw new IllegalStateException("a connection's thread failed", e);
    }
  }

  private int repeat(LoopConnection connection, byte[] message, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      exchange(connection, message);
    }
    return times;
  }

  /** One request at a time, over the connections in turn: how long each took, in nanoseconds. */
  public Histogram oneByOne(FixedRequest request, int requests, MonotonicClock clock)
      throws InterruptedException {
    byte[] message = request.message().getBytes(US_ASCII);
    Histogram times = noTimes();
    for (int i = 0; i < requests; i++) {
      long began = clock.nanos();
      exchange(connections.get(i % connections.size()), message);
      times.recordValue(Math.min(clock.nanos() - began, LONGEST_NANOS));
    }
    return times;
  }

  private void exchange(LoopConnection connection, byte[] message) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("asked to end");
    }
    try {
      connection.exchange(message);
    } catch (IOException e) {
      throw failed(connection.client(), e);
    }
  }

  /** Which instances of a back end have answered each client address. */
  public Map<String, Set<String>> instances() {
    Map<String, Set<String>> instances = new TreeMap<>();
    connections.forEach(connection ->
        instances
            .computeIfAbsent(connection.client().getHostAddress(), client -> new TreeSet<>())
            .addAll(connection.instances()));
    return instances;
  }

  private ClosedLoopException failed(InetAddress client, IOException e) {
    return new ClosedLoopException(
        "a request from %s to port %d failed: %s"
            .formatted(client.getHostAddress(), target.getPort(), e.getMessage()),
        e);
  }

  @Override
  public void close() {
    for (LoopConnection connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close a connection", e);
      }
    }
  }
}
