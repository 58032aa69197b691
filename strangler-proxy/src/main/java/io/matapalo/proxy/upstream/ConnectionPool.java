package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Connections to the instances of one cluster. Idle ones are kept last in, first out, for each I/O
 * thread by itself: a connection never changes its thread. Methods are called on the I/O thread
 * that they are given.
 */
public final class ConnectionPool {

  private static final OptionMap SOCKET_OPTIONS =
      OptionMap.builder().set(Options.TCP_NODELAY, true).getMap();

  private final Duration connectTimeout;
  private final int maxIdle;
  private final Duration idleLife;
  private final InstantSource clock;
  private final Map<XnioIoThread, Map<String, Deque<UpstreamConnection>>> idle =
      new ConcurrentHashMap<>();

  /**
   * An empty pool.
   *
   * @param maxIdle kept for each instance and I/O thread
   * @param idleLife after which an idle connection is not used again
   */
  public ConnectionPool(
      Duration connectTimeout, int maxIdle, Duration idleLife, InstantSource clock) {
    this.connectTimeout = connectTimeout;
    this.maxIdle = maxIdle;
    this.idleLife = idleLife;
    this.clock = clock;
  }

  /** Hears of the outcome of opening, once, on the I/O thread. */
  public interface Opening {

    /** The connection is there and is the hearer's to release or close. */
    void opened(UpstreamConnection connection);

    /** It could not be opened: refused, unreachable, or too late. */
    void failed(IOException cause);
  }

  /** An idle connection if there is a good one, else a fresh one. */
  public void acquire(XnioIoThread thread, Instance instance, Opening opening) {
    Deque<UpstreamConnection> stack = stackOf(thread, instance);
    long now = clock.millis();
    UpstreamConnection candidate;
    while ((candidate = stack.pollFirst()) != null) {
      stopWatching(candidate);
      if (!candidate.isOutlived(now) && candidate.isQuiet()) {
        opening.opened(candidate);
        return;
      }
      candidate.close();
    }
    open(thread, instance, opening);
  }

  /** A connection that nobody has used before. */
  public void open(XnioIoThread thread, Instance instance, Opening opening) {
    InetSocketAddress address = new InetSocketAddress(instance.host(), instance.port());
    if (address.isUnresolved()) {
      opening.failed(new IOException("no address is known for the host of " + instance.name()));
      return;
    }
    IoFuture<StreamConnection> connecting =
        thread.openStreamConnection(
            address, ChannelListeners.nullChannelListener(), SOCKET_OPTIONS);
    XnioExecutor.Key timer =
        thread.executeAfter(connecting::cancel, connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
    connecting.addNotifier(
        new IoFuture.HandlingNotifier<StreamConnection, Void>() {
          @Override
          public void handleDone(StreamConnection channel, Void attachment) {
            timer.remove();
            onThread(thread, () -> opening.opened(new UpstreamConnection(channel, instance)));
          }

          @Override
          public void handleFailed(IOException cause, Void attachment) {
            timer.remove();
            onThread(thread, () -> opening.failed(cause));
          }

          @Override
          public void handleCancelled(Void attachment) {
            onThread(
                thread,
                () -> opening.failed(new IOException("no connection within " + connectTimeout)));
          }
        },
        null);
  }

  private static void onThread(XnioIoThread thread, Runnable task) {
    if (thread.equals(Thread.currentThread())) {
      task.run();
      return;
    }
    thread.execute(task);
  }

  /** Keeps a connection for the next request; closes it if there is no place or no life left. */
  public void release(XnioIoThread thread, UpstreamConnection connection, Duration announcedLife) {
    Deque<UpstreamConnection> stack = stackOf(thread, connection.instance());
    long life = Math.min(idleLife.toMillis(), announcedLife.toMillis());
    if (life <= 0 || stack.size() >= maxIdle || !connection.isOpen()) {
      connection.close();
      return;
    }
    long now = clock.millis();
    closeOutlived(stack, now);
    connection.becomesIdle(now, life);
    stack.addFirst(connection);
    watch(stack, connection);
  }

  /** While idle, an upstream says nothing: whatever comes is its end. */
  private static void watch(Deque<UpstreamConnection> stack, UpstreamConnection connection) {
    connection
        .source()
        .getReadSetter()
        .set(_ -> {
          if (!connection.isQuiet()) {
            stack.remove(connection);
            connection.close();
          }
        });
    connection.source().resumeReads();
  }

  private static void stopWatching(UpstreamConnection connection) {
    connection.source().suspendReads();
    connection.source().getReadSetter().set(null);
  }

  private static void closeOutlived(Deque<UpstreamConnection> stack, long now) {
    UpstreamConnection oldest;
    while ((oldest = stack.peekLast()) != null && oldest.isOutlived(now)) {
      stack.pollLast();
      oldest.close();
    }
  }

  private Deque<UpstreamConnection> stackOf(XnioIoThread thread, Instance instance) {
    return idle.computeIfAbsent(thread, _ -> new HashMap<>())
        .computeIfAbsent(instance.name(), _ -> new ArrayDeque<>());
  }

  /** Closes all idle connections; may be called from any thread. */
  public void closeIdle() {
    idle.forEach((thread, stacks) ->
        thread.execute(() ->
            stacks
                .values()
                .forEach(stack -> {
                  stack.forEach(UpstreamConnection::close);
                  stack.clear();
                })));
  }
}
