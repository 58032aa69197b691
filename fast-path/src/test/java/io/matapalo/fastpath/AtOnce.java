package io.matapalo.fastpath;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Runs the same thing on many threads; for tests. */
final class AtOnce {

  private AtOnce() {}

  /** What one of the threads does. */
  interface Numbered<T> {
    T run(int i) throws Exception;
  }

  /** The results, in the order of the numbers. */
  static <T> List<T> run(int threads, Numbered<T> work) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls =
          IntStream.range(0, threads).<Callable<T>>mapToObj(i -> () -> work.run(i)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }
}
