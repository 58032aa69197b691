package io.matapalo.proxy.exchange;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.telemetry.AccessLog;
import io.matapalo.proxy.telemetry.RequestTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * The requests under way, so that a stop can wait for them and answer what is left at its end.
 * Thread-safe. The requests of one I/O thread are linked to each other, so that joining and leaving
 * allocate nothing and wait for no other thread.
 */
public final class OpenRequests {

  private static final long LOOK_MILLIS = 250;

  private final RequestTimes times = new RequestTimes();
  private final Optional<AccessLog> log;
  private final Map<XnioIoThread, OfThread> byThread = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneLeft = lock.newCondition();
  private volatile Mode mode = Mode.SERVING;

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

  /** Whether more requests are welcome. */
  public enum Mode {
    /** On every connection. */
    SERVING,
    /** Only to end what was begun: each connection ends after its present request. */
    DRAINING,
    /** Not at all: whoever comes is refused before any upstream is touched. */
    ENDING
  }

  void enter(OpenRequest request) {
    of(request.thread()).add(request);
  }

  /** A stop waits for the last one, and asks for the count after it has set the mode. */
  void leave(OpenRequest request) {
    boolean isLast = of(request.thread()).remove(request);
    if (isLast && mode != Mode.SERVING) {
      lock.lock();
      try {
        noneLeft.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private OfThread of(XnioIoThread thread) {
    OfThread known = byThread.get(thread);
    return known != null ? known : byThread.computeIfAbsent(thread, OpenRequests::lookingAfter);
  }

  private static OfThread lookingAfter(XnioIoThread thread) {
    OfThread requests = new OfThread();
    thread.executeAtInterval(requests::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return requests;
  }

  /** Requests under way. */
  public long count() {
    return byThread.values().stream().mapToLong(OfThread::count).sum();
  }

  /** What is being done. */
  public Mode mode() {
    return mode;
  }

  /** From now on every connection ends after its present request. */
  public void startDraining() {
    mode = Mode.DRAINING;
  }

  /**
   * Ends every request that is still open: with an answer if not one byte of another was sent,
   * because a client that hears nothing sends its request again. Does not wait for the answers.
   */
  public void endAll() {
    // First, so that whoever comes after the look below is refused.
    mode = Mode.ENDING;
    for (OfThread requests : byThread.values()) {
      for (OpenRequest request : requests.all()) {
        request.thread().execute(() -> request.refuse(Refusal.UNAVAILABLE));
      }
    }
  }

  /** Blocks until no request is left, or the time is over. True if none is left. */
  public boolean awaitNone(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long remaining = atMost.toNanos();
      while (count() > 0 && remaining > 0) {
        remaining = noneLeft.awaitNanos(remaining);
      }
      return count() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** The requests before and after one in order of arrival. Guarded by the lock of its thread's. */
  static final class Neighbours {

    private @Nullable OpenRequest older;
    private @Nullable OpenRequest newer;
  }

  /** The requests of one I/O thread, which alone adds and removes them. Thread-safe. */
  private static final class OfThread {

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private long count;

    @GuardedBy("lock")
    private @Nullable OpenRequest newest;

    void add(OpenRequest request) {
      lock.lock();
      try {
        count++;
        OpenRequest older = newest;
        request.neighbours().older = older;
        if (older != null) {
          older.neighbours().newer = request;
        }
        newest = request;
      } finally {
        lock.unlock();
      }
    }

    /** True if none is left. */
    boolean remove(OpenRequest request) {
      lock.lock();
      try {
        count--;
        OpenRequest older = request.neighbours().older;
        OpenRequest newer = request.neighbours().newer;
        if (older != null) {
          older.neighbours().newer = newer;
        }
        if (newer == null) {
          newest = older;
        } else {
          newer.neighbours().older = older;
        }
        request.neighbours().older = null;
        request.neighbours().newer = null;
        return count == 0;
      } finally {
        lock.unlock();
      }
    }

    /** One timer for all: finds those that asked to be looked at by now. */
    void look() {
      for (OpenRequest request : due()) {
        request.guarded(request.time()::callDue);
      }
    }

    private List<OpenRequest> due() {
      lock.lock();
      try {
        List<OpenRequest> due = new ArrayList<>(0);
        long now = newest == null ? 0 : newest.millis();
        for (OpenRequest each = newest; each != null; each = each.neighbours().older) {
          if (each.time().isDue(now)) {
            due.add(each);
          }
        }
        return due;
      } finally {
        lock.unlock();
      }
    }

    long count() {
      lock.lock();
      try {
        return count;
      } finally {
        lock.unlock();
      }
    }

    List<OpenRequest> all() {
      lock.lock();
      try {
        List<OpenRequest> all = new ArrayList<>();
        for (OpenRequest each = newest; each != null; each = each.neighbours().older) {
          all.add(each);
        }
        return all;
      } finally {
        lock.unlock();
      }
    }
  }
}
