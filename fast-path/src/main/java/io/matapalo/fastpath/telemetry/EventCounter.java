package io.matapalo.fastpath.telemetry;

import java.util.Locale;

/** Names of what is counted, in one place. */
public enum EventCounter {
  CACHE_HIT,
  CACHE_MISS,
  CACHE_TROUBLE,
  INVALIDATION_TROUBLE,
  TRANSACTION_RETRY,
  COMMIT_RESOLVED,
  OVERLOADED,
  NOTIFICATION_SENT,
  NOTIFICATION_DROPPED,
  NOTIFICATION_FAILED,
  SESSION_USE_DEFERRED,
  SESSION_USE_WRITTEN;

  /** As metrics write it, such as {@code cache-hit}. */
  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
