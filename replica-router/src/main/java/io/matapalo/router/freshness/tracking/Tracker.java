package io.matapalo.router.freshness.tracking;

import io.matapalo.router.consistency.GtidSet;
import java.util.Optional;

/** Learns the positions of one connection's commits from the server's answers. */
public interface Tracker {

  /** The position written since the last call; empty if nothing was written, or it is unknown. */
  Optional<GtidSet> take();

  /** Whether an empty position means that nothing was written. */
  boolean isExact();

  /** For a connection whose driver does not report positions. */
  Tracker NONE =
      new Tracker() {
        @Override
        public Optional<GtidSet> take() {
          return Optional.empty();
        }

        @Override
        public boolean isExact() {
          return false;
        }
      };
}
