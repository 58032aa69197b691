package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.SessionPosition;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which entries may be served: those that show what the session has seen, while the log is not
 * further behind than the bound. Thread-safe; allocates nothing.
 */
final class ReadRule {

  private final SessionPosition session;
  private final StalenessBound bound;

  /** All that the log has told so far. */
  private volatile @Nullable Position told;

  ReadRule(SessionPosition session, StalenessBound bound) {
    this.session = session;
    this.bound = bound;
  }

  /** Null until the log has told anything. */
  @Nullable Position told() {
    return told;
  }

  /** To be called when everything that {@code position} made stale is dropped. */
  void tell(Position position) {
    told = position;
  }

  /**
   * What a read with an entry of this stamp counts as: {@link CacheEvent#HIT} or a bypass.
   *
   * @param toldBefore what was told before the entry was looked up. The entry has survived all of
   *     it; of what was told after the look-up it need not have survived anything.
   */
  CacheEvent judge(Position stamp, Position toldBefore) {
    Optional<Position> seen = session.seen();
    if (seen.isPresent() && !shows(stamp, toldBefore, seen.get())) {
      return CacheEvent.BYPASS_SESSION;
    }
    return bound.isCoveredBy(toldBefore) ? CacheEvent.HIT : CacheEvent.BYPASS_BOUND;
  }

  private static boolean shows(Position stamp, Position told, Position seen) {
    return told.contains(seen) || stamp.contains(seen);
  }

  /** Does a load with this stamp show what the session has seen? */
  boolean showsSession(Optional<Position> stamp) {
    Optional<Position> seen = session.seen();
    return seen.isEmpty() || (stamp.isPresent() && stamp.get().contains(seen.get()));
  }

  /** Does a load with this stamp show what the database held before the bound? */
  boolean isWithinBound(Optional<Position> stamp) {
    return stamp.isPresent() && bound.isCoveredBy(stamp.get());
  }
}
