package io.matapalo.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps servers of this process running until it is ended by SIGTERM or Ctrl-C. The JVM is gone
 * when its hooks have ended, so the hook waits until this is closed. Thread-safe.
 */
final class UntilSignal implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final String servers;
  private final long seconds;

  private UntilSignal(String servers, long seconds) {
    this.servers = servers;
    this.seconds = seconds;
  }

  /**
   * Listens for the signal from here on.
   *
   * @param servers what the message calls them
   * @param seconds how long they may take to end in order
   */
  static UntilSignal of(String servers, long seconds) {
    UntilSignal signal = new UntilSignal(servers, seconds);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::askAndAwait, "shutdown"));
    return signal;
  }

  /** Returns when the signal came. */
  void await() throws InterruptedException {
    asked.await();
  }

  private void askAndAwait() {
    asked.countDown();
    try {
      if (!ended.await(seconds, TimeUnit.SECONDS)) {
        System.err.printf("%s did not end in order within %d s%n", servers, seconds);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The servers have ended. */
  @Override
  public void close() {
    ended.countDown();
  }
}
