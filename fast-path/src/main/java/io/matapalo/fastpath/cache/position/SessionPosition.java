package io.matapalo.fastpath.cache.position;

import java.util.Optional;

/** What the caller's session has seen, of the thread that asks. Thread-safe. */
@FunctionalInterface
public interface SessionPosition {

  /** Empty when it has seen nothing that matters. */
  Optional<Position> seen();
}
