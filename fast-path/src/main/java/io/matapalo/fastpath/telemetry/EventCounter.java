package io.matapalo.fastpath.telemetry;

/** Names of what is counted, in one place. */
public enum EventCounter {
  CACHE_HIT,
  CACHE_MISS,
  CACHE_TROUBLE,
  TRANSACTION_RETRY,
  COMMIT_RESOLVED,
  DECLINED,
  OVERLOADED,
  NOTIFICATION_SENT,
  NOTIFICATION_DROPPED,
  NOTIFICATION_FAILED
}
