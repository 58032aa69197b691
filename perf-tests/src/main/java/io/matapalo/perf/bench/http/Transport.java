package io.matapalo.perf.bench.http;

/** Sends one request and waits for its answer. Implementations are thread-safe and block. */
public interface Transport {
  /**
   * Sends {@code request} as client number {@code client} and blocks until its answer is whole, it
   * failed, or the clock passed {@code deadlineNanos}. Never throws for what the network does, and
   * never sends a request twice.
   */
  Sent send(HttpRequest request, int client, long deadlineNanos);
}
