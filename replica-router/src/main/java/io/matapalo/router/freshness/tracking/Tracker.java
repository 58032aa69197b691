package io.matapalo.router.freshness.tracking;

import io.matapalo.router.consistency.GtidSet;
import java.util.Optional;

/** Learns the positions of a connection's commits from what the server sends with its answers. */
public interface Tracker {

  /** What was written since the last call; empty if nothing was, or nothing is known. */
  Optional<GtidSet> take();

  /** Whether an empty answer means that nothing was written. */
  boolean isExact();

  /** Of a connection whose driver tells nothing. */
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
