package io.matapalo.proxy.exchange;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.telemetry.AccessLog;
import io.matapalo.proxy.telemetry.RequestTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way, so that a stop can wait for them and answer what is left at its end.
 * Thread-safe. The requests are linked to each other, so that joining and leaving allocate nothing.
 */
public final class OpenRequests {

  private final RequestTimes times = new RequestTimes();
  private final Optional<AccessLog> log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneLeft = lock.newCondition();

  @GuardedBy("lock")
  private long count;

  @GuardedBy("lock")
  private @Nullable OpenRequest newest;

  // Written under the lock. Every answer asks for it, so it is read without.
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

  void leave(OpenRequest request) {
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
    return mode;
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

  /**
   * Ends every request that is still open: with an answer if not one byte of another was sent,
   * because a client that hears nothing sends its request again. Does not wait for the answers.
   */
  public void endAll() {
    for (OpenRequest request : open(Mode.ENDING)) {
      request.thread().execute(() -> request.refuse(Refusal.UNAVAILABLE));
    }
  }

  /** Sets the mode, and gives all requests that came before. */
  private List<OpenRequest> open(Mode from) {
    lock.lock();
    try {
      mode = from;
      List<OpenRequest> open = new ArrayList<>();
      for (OpenRequest each = newest; each != null; each = each.neighbours().older) {
        open.add(each);
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** The requests before and after one in order of arrival. Guarded by the lock. */
  static final class Neighbours {

    private @Nullable OpenRequest older;
    private @Nullable OpenRequest newer;
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
