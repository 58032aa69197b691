package io.matapalo.proxy.upstream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.ClusterConfig;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * All connections to one instance, over all I/O threads. Thread-safe; no lock is held while
 * anything else is called.
 *
 * <p>Every connection has a place from before it is opened until it is closed, idle or not, and
 * there are only so many places. A connection cannot change its I/O thread. So a request that finds
 * no place and no idle connection of its own thread waits in line, and an idle connection of
 * another thread is closed for it. Connections that belong to one client are closed last, because
 * their client has to log in again.
 *
 * <p>Whoever closes a connection hands its place to the first in line. The line needs no bound of
 * its own: only requests with a permit of the cluster stand in it, each at most once at a time.
 */
final class InstanceConnections {

  private final Instance instance;
  private final ClusterConfig.Connections settings;
  private final Names names;
  private final Optional<Securing> securing;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final IdleConnections idle;

  @GuardedBy("lock")
  private final Deque<Waiting> line = new ArrayDeque<>();

  @GuardedBy("lock")
  private int places;

  @GuardedBy("lock")
  private boolean isRetired;

  private final Suspicion suspicion = new Suspicion();

  /** Somebody without a place. */
  private record Waiting(XnioIoThread thread, ConnectionPool.Opening opening) {}

  InstanceConnections(
      Instance instance,
      ClusterConfig.Connections settings,
      Names names,
      Optional<Securing> securing,
      InstantSource clock) {
    this.instance = instance;
    this.settings = settings;
    this.names = names;
    this.securing = securing;
    this.clock = clock;
    this.idle = new IdleConnections(settings.maxIdle());
  }

  boolean leadTo(Instance other) {
    return instance.isWhere(other);
  }

  int count() {
    lock.lock();
    try {
      return places;
    } finally {
      lock.unlock();
    }
  }

  void acquire(XnioIoThread thread, ConnectionPool.Opening opening) {
    long now = clock.millis();
    UpstreamConnection candidate;
    while ((candidate = newestIdle(thread)) != null) {
      candidate.stopWatching();
      if (!candidate.isOutlived(now) && suspicion.clears(candidate, now)) {
        opening.opened(candidate);
        return;
      }
      candidate.close();
    }
    open(thread, opening);
  }

  /** A connection was ended by the other end, or spoken on. */
  void wasUnfit(UpstreamConnection connection, long nowMillis) {
    suspicion.wasUnfit(connection, nowMillis);
  }

  private @Nullable UpstreamConnection newestIdle(XnioIoThread thread) {
    lock.lock();
    try {
      return idle.takeNewest(thread);
    } finally {
      lock.unlock();
    }
  }

  /** Opens a fresh connection, or stands in line for a place. */
  void open(XnioIoThread thread, ConnectionPool.Opening opening) {
    UpstreamConnection inTheWay = null;
    boolean hasPlace;
    lock.lock();
    try {
      hasPlace = places < settings.max();
      if (hasPlace) {
        places++;
      } else {
        line.addLast(new Waiting(thread, opening));
        inTheWay = idle.takeForItsPlace();
      }
    } finally {
      lock.unlock();
    }
    if (hasPlace) {
      connect(thread, opening);
    } else if (inTheWay != null) {
      onThread(inTheWay.thread(), inTheWay::close);
    }
  }

  private void connect(XnioIoThread thread, ConnectionPool.Opening opening) {
    new Connecting(this, thread, names.addressesOf(instance), securing, opening)
        .start(instance, settings.connectTimeout());
  }

  /** A place is free: a connection was closed, or could not be opened. */
  void leavePlace() {
    Waiting next;
    lock.lock();
    try {
      next = line.pollFirst();
      if (next == null) {
        places--;
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.thread().execute(() -> takePlace(next));
    }
  }

  private void takePlace(Waiting waiting) {
    if (waiting.opening().isWanted()) {
      connect(waiting.thread(), waiting.opening());
      return;
    }
    leavePlace();
  }

  /**
   * Keeps the connection for the next request: of anybody, or of the client that it is bound to. It
   * is closed if it is not fit, or if anybody waits for its place.
   */
  void release(UpstreamConnection connection, long lifeMillis) {
    if (!isKept(connection, lifeMillis)) {
      connection.close();
      return;
    }
    connection.watch();
    if (connection.needsTimer()) {
      armTimer(connection, lifeMillis);
    }
  }

  private boolean isKept(UpstreamConnection connection, long lifeMillis) {
    connection.becomesIdle(clock.millis(), lifeMillis);
    lock.lock();
    try {
      return lifeMillis > 0
          && connection.isOpen()
          && !isRetired
          && line.isEmpty()
          && idle.add(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Takes back a connection of one client. False if it is closed. */
  boolean reclaim(UpstreamConnection connection) {
    if (!forget(connection)) {
      return false;
    }
    connection.stopWatching();
    if (connection.isOutlived(clock.millis()) || !connection.isQuiet()) {
      connection.close();
      return false;
    }
    return true;
  }

  /** While idle, an upstream says nothing: whatever comes is its end. */
  void closeUnlessQuiet(UpstreamConnection connection) {
    if (!connection.isQuiet()) {
      wasUnfit(connection, clock.millis());
      closeIfIdle(connection);
    }
  }

  /** One timer a connection, however often it is used: it looks when the idle time may be over. */
  private void armTimer(UpstreamConnection connection, long afterMillis) {
    connection
        .thread()
        .executeAfter(() -> closeIfOutlived(connection), afterMillis, TimeUnit.MILLISECONDS);
  }

  private void closeIfOutlived(UpstreamConnection connection) {
    if (!connection.isOpen()) {
      return;
    }
    long remaining = connection.remainingMillis(clock.millis());
    if (remaining > 0) {
      armTimer(connection, remaining);
    } else if (!closeIfIdle(connection)) {
      // It is in use, and becomes idle again later.
      armTimer(connection, settings.idleLife().toMillis());
    }
  }

  private boolean closeIfIdle(UpstreamConnection connection) {
    boolean wasIdle = forget(connection);
    if (wasIdle) {
      connection.close();
    }
    return wasIdle;
  }

  /** True if it was idle. */
  private boolean forget(UpstreamConnection connection) {
    lock.lock();
    try {
      return idle.remove(connection);
    } finally {
      lock.unlock();
    }
  }

  /** No connection is kept from now on. */
  void retire() {
    lock.lock();
    try {
      isRetired = true;
    } finally {
      lock.unlock();
    }
    closeIdle();
  }

  void closeIdle() {
    List<UpstreamConnection> all;
    lock.lock();
    try {
      all = idle.takeAll();
    } finally {
      lock.unlock();
    }
    all.forEach(connection -> onThread(connection.thread(), connection::close));
  }

  static void onThread(XnioIoThread thread, Runnable task) {
    if (thread.equals(Thread.currentThread())) {
      task.run();
      return;
    }
    thread.execute(task);
  }
}
