package io.matapalo.proxy.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * The idle connections to one instance: those for anybody, last in, first out, for each I/O thread
 * by itself; and those of one client each. Guarded by its owner's lock.
 */
final class IdleConnections {

  private final int maxEachThread;
  private final Map<XnioIoThread, Deque<UpstreamConnection>> free = new HashMap<>();

  /** Each for one client; the longest idle first. */
  private final Deque<UpstreamConnection> bound = new ArrayDeque<>();

  IdleConnections(int maxEachThread) {
    this.maxEachThread = maxEachThread;
  }

  @Nullable UpstreamConnection takeNewest(XnioIoThread thread) {
    Deque<UpstreamConnection> stack = free.get(thread);
    return stack == null ? null : stack.pollFirst();
  }

  /** One that is to be closed to make room. A client that loses its own has to log in again. */
  @Nullable UpstreamConnection takeForItsPlace() {
    for (Deque<UpstreamConnection> stack : free.values()) {
      UpstreamConnection oldest = stack.pollLast();
      if (oldest != null) {
        return oldest;
      }
    }
    return bound.pollFirst();
  }

  /** False if there is no room for it. */
  boolean add(UpstreamConnection connection) {
    if (connection.isBound()) {
      bound.addLast(connection);
      return true;
    }
    Deque<UpstreamConnection> stack =
        free.computeIfAbsent(connection.thread(), _ -> new ArrayDeque<>());
    if (stack.size() >= maxEachThread) {
      return false;
    }
    stack.addFirst(connection);
    return true;
  }

  /** True if it was here. */
  boolean remove(UpstreamConnection connection) {
    if (connection.isBound()) {
      return bound.remove(connection);
    }
    Deque<UpstreamConnection> stack = free.get(connection.thread());
    return stack != null && stack.remove(connection);
  }

  List<UpstreamConnection> takeAll() {
    List<UpstreamConnection> all = new ArrayList<>(bound);
    bound.clear();
    free.values()
        .forEach(stack -> {
          all.addAll(stack);
          stack.clear();
        });
    return all;
  }
}
