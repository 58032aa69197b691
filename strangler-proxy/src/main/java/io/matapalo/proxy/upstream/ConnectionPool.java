package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xnio.XnioIoThread;

/**
 * Connections to the instances of one cluster. Idle ones are kept last in, first out, for each I/O
 * thread by itself: a connection never changes its thread. Methods are called on the I/O thread
 * that they are given.
 */
public final class ConnectionPool {

  private final Duration connectTimeout;
  private final int maxIdle;
  private final Duration idleLife;
  private final InstantSource clock;
  private final Names names;
  private volatile boolean retired;

  /** Whose connections are kept; empty for everybody's. */
  private volatile Map<String, Instance> members = Map.of();

  private final Map<XnioIoThread, Map<String, Deque<UpstreamConnection>>> idle =
      new ConcurrentHashMap<>();

  /**
   * An empty pool.
   *
   * @param maxIdle kept for each instance and I/O thread
   * @param idleLife after which an idle connection is not used again
   */
  public ConnectionPool(
      Duration connectTimeout, int maxIdle, Duration idleLife, InstantSource clock, Names names) {
    this.connectTimeout = connectTimeout;
    this.maxIdle = maxIdle;
    this.idleLife = idleLife;
    this.clock = clock;
    this.names = names;
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
    new Dialing(thread, instance, names.addressesOf(instance), connectTimeout, opening).start();
  }

  /** Keeps a connection for the next request; closes it if there is no place or no life left. */
  public void release(XnioIoThread thread, UpstreamConnection connection, Duration announcedLife) {
    Deque<UpstreamConnection> stack = stackOf(thread, connection.instance());
    long life = Math.min(idleLife.toMillis(), announcedLife.toMillis());
    boolean unwanted = retired || !isToMember(connection) || life <= 0;
    if (unwanted || stack.size() >= maxIdle || !connection.isOpen()) {
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

  /** Closes all idle connections, and keeps none from here on; may be called from any thread. */
  public void retire() {
    retired = true;
    closeIdle();
  }

  /**
   * Keeps connections to these instances only, at the addresses that they have here, and closes the
   * idle ones to others; may be called from any thread.
   */
  public void keepOnly(Collection<Instance> instances) {
    members = instances.stream().collect(Collectors.toMap(Instance::name, Function.identity()));
    idle.forEach(
        (thread, stacks) -> thread.execute(() -> stacks.values().forEach(this::closeForeign)));
  }

  private void closeForeign(Deque<UpstreamConnection> stack) {
    stack.removeIf(connection -> {
      boolean foreign = !isToMember(connection);
      if (foreign) {
        connection.close();
      }
      return foreign;
    });
  }

  private boolean isToMember(UpstreamConnection connection) {
    Map<String, Instance> now = members;
    Instance instance = now.get(connection.instance().name());
    return now.isEmpty() || (instance != null && instance.isWhere(connection.instance()));
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
