package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.launcher.demo.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts system calls by {@code strace -c}. What is counted runs many times slower meanwhile, so a
 * count is a round of its own. Confined to one thread.
 *
 * @param strace the program
 * @param environment that the program needs
 * @param folder for its output
 */
public record SystemCallCounter(
    Path strace, Map<String, String> environment, Path folder, MonotonicClock clock) {
  private static final Duration ATTACHED = Duration.ofSeconds(20);
  private static final Duration ENDED = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(5);
  private static final String UNTRACED = "TracerPid:\t0\n";

  /** Requests to a server, which end before this returns. */
  @FunctionalInterface
  public interface Work {
    void run() throws InterruptedException;
  }

  /** The calls of all threads of a server while it answers {@code requests}. */
  public SystemCalls during(ProcessMeter server, int requests, Work work)
      throws InterruptedException {
    Path table = folder.resolve("strace.txt");
    Path log = folder.resolve("strace.log");
    List<String> words =
        new ArrayList<>(List.of(strace.toString(), "-f", "-c", "-o", table.toString()));
    server.pids().forEach(pid -> words.addAll(List.of("-p", Long.toString(pid))));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      Files.deleteIfExists(table);
      Process tracer = builder.start();
      try {
        awaitAttached(server, tracer, log);
        work.run();
        // strace takes TERM as the wish to let go and to print what it has counted.
        tracer.destroy();
        if (!tracer.waitFor(ENDED.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new DemoException("strace does not let go of processes " + server.pids());
        }
      } finally {
        tracer.destroyForcibly();
      }
      return SystemCalls.of(Files.readString(table), requests);
    } catch (IOException e) {
      throw new DemoException("strace left nothing to read: " + e.getMessage(), e);
    }
  }

  private void awaitAttached(ProcessMeter server, Process tracer, Path log)
      throws InterruptedException, IOException {
    long deadline = clock.nanos() + ATTACHED.toNanos();
    while (!isTraced(server)) {
      if (!tracer.isAlive() || clock.nanos() > deadline) {
        throw new DemoException(
            "strace cannot look into processes %s (%s); give this user the right, or leave the count out by --no-strace"
                .formatted(server.pids(), Files.readString(log).strip()));
      }
      clock.waitUntil(clock.nanos() + BETWEEN.toNanos());
    }
  }

  private static boolean isTraced(ProcessMeter server) throws IOException {
    for (long pid : server.pids()) {
      List<Path> threads;
      try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
        threads = tasks.toList();
      }
      for (Path thread : threads) {
        if (status(thread).contains(UNTRACED)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String status(Path thread) {
    try {
      return Files.readString(thread.resolve("status"));
    } catch (IOException e) {
      // The thread has ended since it was listed.
      return "";
    }
  }
}
