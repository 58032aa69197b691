package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * The scope {@code global}: values that all instances see. Thread-safe. It may forget anything at
 * any time, and trouble with it is never the caller's: it then has nothing and keeps nothing.
 */
public interface SharedCache {

  /** The value of {@code key}, if there is one and it comes in time. */
  Optional<String> find(String key, Deadline deadline);

  /** Keeps {@code value} for {@code life}; does not wait for it. */
  void keep(String key, String value, Duration life);
}
