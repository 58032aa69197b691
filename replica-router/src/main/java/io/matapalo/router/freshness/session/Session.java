package io.matapalo.router.freshness.session;

import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * What one unit of work has seen of one cluster: its mark, and the nodes that it has read since.
 * Thread-safe: all changes are of one immutable state behind one reference.
 */
public final class Session {

  private final AtomicReference<State> state;

  /**
   * What was seen.
   *
   * @param mark the part with known positions
   * @param shownAt the nodes that have shown more than the mark has, each with the moment of the
   *     last read by the process's clock
   */
  public record State(FreshnessMark mark, Map<String, Long> shownAt) {

    public State {
      shownAt = Map.copyOf(shownAt);
    }

    /** Whether a node other than {@code node} has shown more than the mark has. */
    public boolean wasShownMoreThanAt(String node) {
      return !shownAt.isEmpty() && !(shownAt.size() == 1 && shownAt.containsKey(node));
    }

    public State with(FreshnessMark changed) {
      return new State(changed, shownAt);
    }

    /** Without the reads of {@code node} until {@code nanos}. */
    public State without(String node, long nanos) {
      Long at = shownAt.get(node);
      if (at == null || at - nanos > 0) {
        return this;
      }
      Map<String, Long> rest = new TreeMap<>(shownAt);
      rest.remove(node);
      return new State(mark, rest);
    }

    /** A read of {@code node}; the moment of a later read stays. */
    public State shown(String node, long nanos) {
      if (shownAt.isEmpty()) {
        return new State(mark, Map.of(node, nanos));
      }
      Long at = shownAt.get(node);
      if (at != null && at - nanos >= 0) {
        return this;
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

  /** Notes a read of a node at the moment {@code nanos}. */
  public void shown(String node, long nanos) {
    state.updateAndGet(before -> before.shown(node, nanos));
  }

  /** Adds a position that the session wrote on a server. */
  public void plus(GtidSet position, String server) {
    if (!position.isEmpty()) {
      state.updateAndGet(before -> before.with(before.mark().plus(position, server)));
    }
  }

  /** Replaces the reads of a node until {@code nanos} by an upper bound of what they showed. */
  public void bounded(String node, long nanos, GtidSet bound) {
    state.updateAndGet(before -> before.with(before.mark().plus(bound, "")).without(node, nanos));
  }

  /** Notes that a server has the mark of {@code checked}. */
  public void found(State checked, String server) {
    state.updateAndGet(before ->
        before.mark().equals(checked.mark()) ? before.with(before.mark().seenAt(server)) : before);
  }

  /** Replaces the reads of {@code checked} by {@code all}, a barrier that the server has passed. */
  public void settled(State checked, GtidSet all, String server) {
    state.updateAndGet(before -> {
      FreshnessMark mark = before.mark();
      boolean same = mark.equals(checked.mark());
      FreshnessMark known =
          same ? mark.seenAt("").plus(all, "").seenAt(server) : mark.plus(all, "");
      return forget(checked).apply(before.with(known));
    });
  }

  /**
   * Starts anew, because the cluster has lost the mark of {@code checked}. False if the session has
   * written since: that is not forgotten unheard.
   */
  public boolean startAnew(State checked, FreshnessMark nothing) {
    State before =
        state.getAndUpdate(now ->
            now.mark().equals(checked.mark()) ? forget(checked).apply(now.with(nothing)) : now);
    return before.mark().equals(checked.mark());
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
