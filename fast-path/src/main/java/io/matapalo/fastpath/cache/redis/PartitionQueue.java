package io.matapalo.fastpath.cache.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Stale;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of a Redis must still be told, and how its fence moves. Thread-safe; does no
 * I/O.
 *
 * <p>Each process reads the log itself and tries to move the fence. The one that finds the fence
 * exactly where it expects it has its way; the others see where it is now, and forget what that
 * position contains. So none of them is a leader whose death would have to be noticed.
 *
 * <p>{@code base} is what this process knows to have been stored: what is queued follows it without
 * a gap. A fence that does not contain the base has lost something that nobody here can tell again:
 * Redis was emptied, restored, or failed over. Then a new epoch begins, and no entry counts.
 */
final class PartitionQueue {

  /** Of one step: the script blocks Redis for as long as it runs. */
  private static final int MOST_ENTRIES = 1_000;

  private final int limit;

  @GuardedBy("this")
  private final Deque<Told> pending = new ArrayDeque<>();

  @GuardedBy("this")
  private @Nullable Position base;

  @GuardedBy("this")
  private @Nullable Position told;

  @GuardedBy("this")
  private @Nullable String dropReason;

  @GuardedBy("this")
  private long dropNumber;

  @GuardedBy("this")
  private long lastNumber;

  @GuardedBy("this")
  private int weight;

  /**
   * A queue.
   *
   * @param limit how many transactions and entries it holds; beyond it, everything is dropped
   */
  PartitionQueue(int limit) {
    this.limit = limit;
  }

  private record Told(long number, Position upTo, Collection<Stale> stale) {

    int weight() {
      return 1 + stale.size();
    }
  }

  /**
   * The fence that was found in Redis.
   *
   * @param text blank for none
   * @param fence empty where there is none, or none of this database
   */
  record Found(String text, Optional<Fence> fence) {}

  /**
   * A move of the fence, and what is deleted with it.
   *
   * @param expected the fence's text, blank for none
   * @param through the number of the last invalidation in it
   * @param newEpoch why every entry is dropped; empty where none but {@code entries} is
   */
  record Step(
      String expected,
      Fence next,
      Set<Stale.Entry> entries,
      long through,
      Optional<String> newEpoch) {}

  /** All that was told; empty for nothing. */
  synchronized Optional<Position> told() {
    return Optional.ofNullable(told);
  }

  /** All up to {@code position} stands in Redis already; does nothing once something was told. */
  synchronized void beginAt(Position position) {
    if (told == null) {
      told = position;
      base = position;
    }
  }

  synchronized void add(Position upTo, Collection<Stale> stale) {
    if (told != null && told.contains(upTo)) {
      return;
    }
    told = told == null ? upTo : told.union(upTo);
    lastNumber++;
    Told last = pending.peekLast();
    if (last != null && last.stale().isEmpty() && stale.isEmpty()) {
      pending.removeLast();
      weight -= last.weight();
    }
    Told added = new Told(lastNumber, told, List.copyOf(stale));
    pending.add(added);
    weight += added.weight();
    if (weight > limit) {
      dropAll(told, "more than %d invalidations waited for Redis".formatted(limit));
    }
  }

  synchronized void dropAll(Position upTo, String reason) {
    pending.clear();
    weight = 0;
    told = upTo;
    lastNumber++;
    dropNumber = lastNumber;
    dropReason = reason;
  }

  /** What to do about the fence that was found; empty for nothing. */
  synchronized Optional<Step> next(Found found) {
    if (told == null) {
      return Optional.empty();
    }
    if (dropReason != null) {
      return Optional.of(newEpoch(found, told, dropReason));
    }
    if (found.fence().isEmpty()) {
      String reason = found.text().isEmpty() ? "Redis has no fence" : "the fence is not ours";
      return Optional.of(newEpoch(found, told, reason));
    }
    Fence fence = found.fence().get();
    forgetWhatIsIn(fence.position());
    if (base == null || !fence.position().contains(base)) {
      return Optional.of(newEpoch(found, told, "the fence is behind what was stored"));
    }
    return pending.isEmpty() ? Optional.empty() : Optional.of(forward(found, fence));
  }

  /** A step was done. */
  synchronized void stored(Step step) {
    while (!pending.isEmpty() && pending.getFirst().number() <= step.through()) {
      weight -= pending.removeFirst().weight();
    }
    base = step.next().position();
    if (step.newEpoch().isPresent() && dropNumber <= step.through()) {
      dropReason = null;
    }
  }

  @GuardedBy("this")
  private void forgetWhatIsIn(Position stored) {
    while (!pending.isEmpty() && stored.contains(pending.getFirst().upTo())) {
      Told first = pending.removeFirst();
      weight -= first.weight();
      base = base == null ? first.upTo() : base.union(first.upTo());
    }
  }

  @GuardedBy("this")
  private Step newEpoch(Found found, Position position, String reason) {
    return new Step(
        found.text(), Fence.ofNewEpoch(position), Set.of(), lastNumber, Optional.of(reason));
  }

  @GuardedBy("this")
  private Step forward(Found found, Fence fence) {
    Position position = fence.position();
    Set<Stale.Entry> entries = new LinkedHashSet<>();
    Set<String> caches = new LinkedHashSet<>();
    long through = 0;
    for (Told next : pending) {
      if (!entries.isEmpty() && entries.size() + next.stale().size() > MOST_ENTRIES) {
        break;
      }
      for (Stale stale : next.stale()) {
        switch (stale) {
          case Stale.Entry entry -> entries.add(entry);
          case Stale.Whole(String cache) -> caches.add(cache);
        }
      }
      position = position.union(next.upTo());
      through = next.number();
    }
    return new Step(
        found.text(), fence.moved(position, caches), entries, through, Optional.empty());
  }
}
