package io.matapalo.fastpath;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes what would by itself wait for its work without end: takes no more, waits for a while, then
 * interrupts. Thread-safe.
 */
final class Ending {

  private Ending() {}

  static AutoCloseable of(ExecutorService executor, Duration grace) {
    return () -> {
      executor.shutdown();
      if (!executor.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    };
  }

  static AutoCloseable of(HttpClient client, Duration grace) {
    return () -> {
      client.shutdown();
      if (!client.awaitTermination(grace)) {
        client.shutdownNow();
      }
    };
  }
}
