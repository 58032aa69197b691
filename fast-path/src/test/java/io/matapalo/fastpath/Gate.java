package io.matapalo.fastpath;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds whoever comes until it is opened; closing it opens it. Thread-safe; for tests. */
final class Gate implements AutoCloseable {

  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  /** Blocks until the gate is open. */
  void pass() {
    waiting.incrementAndGet();
    try {
      opened.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
    }
  }

  int waiting() {
    return waiting.get();
  }

  void open() {
    opened.countDown();
  }

  @Override
  public void close() {
    open();
  }
}
