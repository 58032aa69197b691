package io.matapalo.router.freshness.session;

import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What one unit of work has seen of one cluster. Thread-safe. */
public final class Session {

  private final AtomicReference<State> state;

  /**
   * What was seen.
   *
   * @param mark as far as positions are known
   * @param shownAt nodes that showed more than the mark tells, each with the moment, by the
   *     process's clock, up to which
   */
  public record State(FreshnessMark mark, Map<String, Long> shownAt) {

    public State {
      shownAt = Map.copyOf(shownAt);
    }

    /** Whether another node than {@code node} has shown what the mark does not tell. */
    public boolean wasShownMoreThanAt(String node) {
      return !shownAt.isEmpty() && !(shownAt.size() == 1 && shownAt.containsKey(node));
    }

    public State with(FreshnessMark changed) {
      return new State(changed, shownAt);
    }

    /** Without what was shown at {@code node} until {@code nanos}. */
    public State without(String node, long nanos) {
      Long at = shownAt.get(node);
      if (at == null || at - nanos > 0) {
        return this;
      }
      Map<String, Long> rest = new TreeMap<>(shownAt);
      rest.remove(node);
      return new State(mark, rest);
    }

    public State shown(String node, long nanos) {
      if (shownAt.isEmpty()) {
        return new State(mark, Map.of(node, nanos));
      }
      Map<String, Long> all = new TreeMap<>(shownAt);
      all.put(node, nanos);
      return new State(mark, all);
    }
  }

  Session(FreshnessMark start) {
    state = new AtomicReference<>(new State(start, Map.of()));
  }

  public State state() {
    return state.get();
  }

  /** A node has shown data as of now. */
  public void shown(String node, long nanos) {
    state.updateAndGet(before -> before.shown(node, nanos));
  }

  /** It was written, or found out to have been seen, up to a position that a server has. */
  public void plus(GtidSet position, String server) {
    if (!position.isEmpty()) {
      state.updateAndGet(before -> before.with(before.mark().plus(position, server)));
    }
  }

  /** What a node has shown until {@code nanos} is in {@code bound}. */
  public void bounded(String node, long nanos, GtidSet bound) {
    state.updateAndGet(before -> before.with(before.mark().plus(bound, "")).without(node, nanos));
  }

  /** A server was found to have all that {@code checked} tells. */
  public void found(State checked, String server) {
    state.updateAndGet(before ->
        before.mark().equals(checked.mark()) ? before.with(before.mark().seenAt(server)) : before);
  }

  /** A server was found to have all that any node had shown when {@code checked} was read. */
  public void settled(State checked, GtidSet all, String server) {
    state.updateAndGet(before -> {
      FreshnessMark mark = before.mark();
      boolean same = mark.equals(checked.mark());
      FreshnessMark known =
          same ? mark.seenAt("").plus(all, "").seenAt(server) : mark.plus(all, "");
      return forget(checked).apply(before.with(known));
    });
  }

  /** What {@code checked} was shown can no longer be found out. */
  public void unbounded(State checked) {
    state.updateAndGet(before -> forget(checked).apply(before.with(before.mark().unbounded())));
  }

  /** The cluster has lost what was seen: it begins anew. */
  public void startAnew(FreshnessMark nothing) {
    state.set(new State(nothing, Map.of()));
  }

  private static UnaryOperator<State> forget(State checked) {
    return before -> {
      State after = before;
      for (Map.Entry<String, Long> shown : checked.shownAt().entrySet()) {
        after = after.without(shown.getKey(), shown.getValue());
      }
      return after;
    };
  }
}
