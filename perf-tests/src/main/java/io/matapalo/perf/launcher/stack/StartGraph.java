package io.matapalo.perf.launcher.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Runs start actions, each on a thread of its own, as soon as those it depends on are done. The
 * first failure ends the rest. Confined to one thread, which adds and then runs.
 */
final class StartGraph {
  /** Starts one entry and blocks until it is ready. */
  @FunctionalInterface
  interface Action {
    void run() throws InterruptedException;
  }

  private record Entry(String name, List<String> after, Action action) {}

  private final ThreadFactory threads;
  private final List<Entry> entries = new ArrayList<>();

  StartGraph(ThreadFactory threads) {
    this.threads = threads;
  }

  void add(String name, List<String> after, Action action) {
    entries.add(new Entry(name, List.copyOf(after), action));
  }

  /**
   * Blocks until every action is done, or throws the first failure once no action runs any more.
   */
  void run() throws InterruptedException {
    Map<String, CompletableFuture<String>> done = new LinkedHashMap<>();
    entries.forEach(entry -> done.put(entry.name(), new CompletableFuture<>()));
    CompletableFuture<String> failure = new CompletableFuture<>();
    List<Thread> running = new ArrayList<>();
    for (Entry entry : entries) {
      Thread thread = threads.newThread(() -> start(entry, done, failure));
      running.add(thread);
      thread.start();
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(done.values().toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(all, failure).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StackException problem
          ? problem
          : new StackException("cannot start the stack: " + e.getCause(), e);
    } finally {
      running.forEach(Thread::interrupt);
      for (Thread thread : running) {
        thread.join();
      }
    }
  }

  private static void start(
      Entry entry, Map<String, CompletableFuture<String>> done, CompletableFuture<String> failure) {
    try {
      for (String before : entry.after()) {
        of(before, done).get();
      }
      entry.action().run();
      of(entry.name(), done).complete(entry.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      failure.completeExceptionally(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      failure.completeExceptionally(
          e instanceof StackException
              ? e
              : new StackException(entry.name() + " could not be started: " + e.getMessage(), e));
    }
  }

  private static CompletableFuture<String> of(
      String name, Map<String, CompletableFuture<String>> done) {
    return Objects.requireNonNull(done.get(name), () -> "no entry is named " + name);
  }
}
