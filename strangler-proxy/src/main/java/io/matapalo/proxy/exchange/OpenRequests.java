package io.matapalo.proxy.exchange;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.telemetry.AccessLog;
import io.matapalo.proxy.telemetry.RequestTimes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests under way, so that a stop can wait for them. Thread-safe. */
public final class OpenRequests {

  private final RequestTimes times = new RequestTimes();
  private final Optional<AccessLog> log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneLeft = lock.newCondition();

  @GuardedBy("lock")
  private long count;

  @GuardedBy("lock")
  private Mode mode = Mode.SERVING;

  /**
   * None so far.
   *
   * @param log hears of each request that ends
   */
  public OpenRequests(Optional<AccessLog> log) {
    this.log = log;
  }

  /** How long those took that have ended. */
  public RequestTimes times() {
    return times;
  }

  /** Hears of each request that ends. */
  public Optional<AccessLog> log() {
    return log;
  }

  /** Whether more requests are welcome on a connection. */
  public enum Mode {
    SERVING,
    DRAINING
  }

  void enter() {
    lock.lock();
    try {
      count++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        noneLeft.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Requests under way. */
  public long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** What is being done. */
  public Mode mode() {
    lock.lock();
    try {
      return mode;
    } finally {
      lock.unlock();
    }
  }

  /** From now on every connection ends after its present request. */
  public void startDraining() {
    lock.lock();
    try {
      mode = Mode.DRAINING;
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until no request is left, or the time is over. True if none is left. */
  public boolean awaitNone(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long remaining = atMost.toNanos();
      while (count > 0 && remaining > 0) {
        remaining = noneLeft.awaitNanos(remaining);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
