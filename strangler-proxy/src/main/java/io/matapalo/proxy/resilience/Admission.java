package io.matapalo.proxy.resilience;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Permits for one cluster, over all I/O threads, and a bounded queue in order of arrival for those
 * who find none. Whoever is let in releases once. Thread-safe; no lock is held while a waiter is
 * called.
 */
public final class Admission {

  private final int maxPermits;
  private final int maxQueue;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private int inUse;

  @GuardedBy("lock")
  private final Deque<Waiting> queue = new ArrayDeque<>();

  public Admission(int maxPermits, int maxQueue) {
    if (maxPermits < 1) {
      throw new IllegalArgumentException("permits must be at least 1, was " + maxPermits);
    }
    this.maxPermits = maxPermits;
    this.maxQueue = maxQueue;
  }

  /** What became of a wish to enter. */
  public sealed interface Entry {}

  /** Let in at once. */
  public record Admitted() implements Entry {}

  /** No permit, and no place to wait. */
  public record Refused() implements Entry {}

  /** In the queue. Compared by identity: two waiters are never the same one. */
  public static final class Waiting implements Entry {

    private final Runnable onAdmitted;

    private Waiting(Runnable onAdmitted) {
      this.onAdmitted = onAdmitted;
    }
  }

  /**
   * Asks to be let in.
   *
   * @param onAdmitted called once, from the releasing thread, if the answer is {@link Waiting} and
   *     the waiter does not leave first
   */
  public Entry enter(Runnable onAdmitted) {
    lock.lock();
    try {
      if (inUse < maxPermits) {
        inUse++;
        return new Admitted();
      }
      if (queue.size() >= maxQueue) {
        return new Refused();
      }
      Waiting waiting = new Waiting(onAdmitted);
      queue.addLast(waiting);
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the queue. False if the waiter was let in before: it then has to release. */
  public boolean leave(Waiting waiting) {
    lock.lock();
    try {
      return queue.remove(waiting);
    } finally {
      lock.unlock();
    }
  }

  /** Gives a permit back; the first in the queue gets it. */
  public void release() {
    Waiting next = handOver();
    if (next != null) {
      next.onAdmitted.run();
    }
  }

  private @Nullable Waiting handOver() {
    lock.lock();
    try {
      Waiting next = queue.pollFirst();
      if (next == null) {
        inUse--;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Permits given out. */
  public int inUse() {
    lock.lock();
    try {
      return inUse;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }
}
