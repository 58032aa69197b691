package io.matapalo.fastpath.pacing;

import java.time.Duration;

/** Lets the current thread wait; handed in, so that tests need not. */
@FunctionalInterface
public interface Pause {

  /** Waits for {@code duration}; returns early, with the flag restored, when interrupted. */
  void of(Duration duration);
}
