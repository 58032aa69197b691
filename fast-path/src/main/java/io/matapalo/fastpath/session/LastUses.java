package io.matapalo.fastpath.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last uses that are yet to be written: one of a session, and a bounded number. They are lost
 * with the process. Thread-safe.
 */
public final class LastUses {

  private final int most;

  @GuardedBy("this")
  private Map<Long, Instant> pending = new HashMap<>();

  /** Room for the uses of {@code most} sessions. */
  public LastUses(int most) {
    this.most = most;
  }

  /** Keeps a use, the later one if there is one of that session; false when there is no room. */
  synchronized boolean note(LastUse use) {
    if (pending.size() >= most && !pending.containsKey(use.sessionId())) {
      return false;
    }
    pending.merge(use.sessionId(), use.at(), (one, other) -> one.isAfter(other) ? one : other);
    return true;
  }

  /** Hands out all of them in the order of the sessions' ids, and forgets them. */
  synchronized List<LastUse> take() {
    Map<Long, Instant> taken = pending;
    pending = new HashMap<>();
    return taken.entrySet().stream()
        .map(use -> new LastUse(use.getKey(), use.getValue()))
        .sorted(Comparator.comparingLong(LastUse::sessionId))
        .toList();
  }

  /** How many there are. */
  public synchronized int size() {
    return pending.size();
  }
}
