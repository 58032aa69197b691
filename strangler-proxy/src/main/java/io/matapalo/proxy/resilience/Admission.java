package io.matapalo.proxy.resilience;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.catalogue.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Permits for one cluster, over all I/O threads, and a bounded queue for those who find none: by
 * priority, and in order of arrival within one. Who finds the queue full takes the place of the
 * latest of a lower priority. Whoever is let in releases once. Thread-safe; no lock is held while a
 * waiter is called.
 */
public final class Admission {

  private static final List<Priority> LOWEST_FIRST = List.of(Priority.values()).reversed();

  private final IntSupplier maxPermits;
  private final int maxQueue;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private int inUse;

  /** One for each priority that somebody had, the highest first. */
  @GuardedBy("lock")
  private final Map<Priority, Deque<Waiting>> queues = new EnumMap<>(Priority.class);

  @GuardedBy("lock")
  private int waiting;

  /** Always so many permits. */
  public Admission(int maxPermits, int maxQueue) {
    this(() -> maxPermits, maxQueue);
    if (maxPermits < 1) {
      throw new IllegalArgumentException("permits must be at least 1, was " + maxPermits);
    }
  }

  /**
   * Permits whose number changes. Where it falls below what is in use, permits that come back are
   * kept.
   *
   * @param maxPermits asked at every entry and release; never blocks
   */
  public Admission(IntSupplier maxPermits, int maxQueue) {
    this.maxPermits = maxPermits;
    this.maxQueue = maxQueue;
  }

  /** What became of a wish to enter. */
  public sealed interface Entry {}

  /** Let in at once. */
  public record Admitted() implements Entry {

    private static final Admitted IT = new Admitted();
  }

  /** No permit, and no place to wait. */
  public record Refused() implements Entry {}

  /** Who waits. One of the two is called, once, from another thread, unless the waiter left. */
  public interface Waiter {

    /** Somebody released. */
    void admitted();

    /** Somebody of a higher priority took the place in the queue. */
    void displaced();
  }

  /** In the queue. Compared by identity: two waiters are never the same one. */
  public static final class Waiting implements Entry {

    private final Priority priority;
    private final Waiter waiter;

    private Waiting(Priority priority, Waiter waiter) {
      this.priority = priority;
      this.waiter = waiter;
    }
  }

  /**
   * Asks to be let in.
   *
   * @param waiter called if the answer is {@link Waiting}
   */
  public Entry enter(Priority priority, Waiter waiter) {
    Waiting latest = null;
    lock.lock();
    try {
      if (inUse < maxPermits.getAsInt()) {
        inUse++;
        return Admitted.IT;
      }
      if (waiting >= maxQueue) {
        latest = latestBelow(priority);
        if (latest == null) {
          return new Refused();
        }
        waiting--;
      }
      Waiting entry = new Waiting(priority, waiter);
      queueOf(priority).addLast(entry);
      waiting++;
      return entry;
    } finally {
      lock.unlock();
      if (latest != null) {
        latest.waiter.displaced();
      }
    }
  }

  @GuardedBy("lock")
  private @Nullable Waiting latestBelow(Priority priority) {
    for (Priority lower : LOWEST_FIRST) {
      if (lower.compareTo(priority) <= 0) {
        return null;
      }
      Waiting latest = queueOf(lower).pollLast();
      if (latest != null) {
        return latest;
      }
    }
    return null;
  }

  @GuardedBy("lock")
  private Deque<Waiting> queueOf(Priority priority) {
    return queues.computeIfAbsent(priority, _ -> new ArrayDeque<>());
  }

  /**
   * Leaves the queue. False if the waiter is not in it any more: it then has to release if it was
   * let in.
   */
  public boolean leave(Waiting entry) {
    lock.lock();
    try {
      boolean left = queueOf(entry.priority).remove(entry);
      if (left) {
        waiting--;
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a permit back; the first in the queue gets it. */
  public void release() {
    Waiting next = handOver();
    if (next != null) {
      next.waiter.admitted();
    }
  }

  private @Nullable Waiting handOver() {
    lock.lock();
    try {
      inUse--;
      return letIn();
    } finally {
      lock.unlock();
    }
  }

  /** The first in the queue has a permit from now on, if one is free. */
  @GuardedBy("lock")
  private @Nullable Waiting letIn() {
    if (inUse >= maxPermits.getAsInt()) {
      return null;
    }
    for (Deque<Waiting> queue : queues.values()) {
      Waiting next = queue.pollFirst();
      if (next != null) {
        waiting--;
        inUse++;
        return next;
      }
    }
    return null;
  }

  /** There may be more permits: lets in whoever can have one. */
  public void limitChanged() {
    Waiting next;
    while ((next = nextForMore()) != null) {
      next.waiter.admitted();
    }
  }

  private @Nullable Waiting nextForMore() {
    lock.lock();
    try {
      return letIn();
    } finally {
      lock.unlock();
    }
  }

  /** Permits that there are at present. */
  public int limit() {
    return maxPermits.getAsInt();
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
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
