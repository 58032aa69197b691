package io.matapalo.fastpath.cache;

import java.util.Locale;

/** What is counted of one cache. */
public enum CacheEvent {
  /** A read was served with an entry. */
  HIT,
  /** A read found no entry. */
  MISS,
  /** A read found an entry whose life was over. */
  EXPIRED,
  /** A read went past the cache, because no log has told anything so far. */
  BYPASS_UNTOLD,
  /** A read went past an entry that may lack what its session has seen. */
  BYPASS_SESSION,
  /** A read went past an entry, because the log is further behind than the bound. */
  BYPASS_BOUND,
  /** A read found a value that is damaged, or that no codec of this cache wrote. */
  DAMAGED,
  /** A read waited for a load in another process. */
  AWAITED,
  /** A load was kept. */
  KEPT,
  /** A load was not kept: its snapshot's position is not known. */
  UNKEPT_STAMP,
  /** A load was not kept: its snapshot may lack the change that made the key stale. */
  UNKEPT_FLOOR,
  /** A load was not kept: the key became stale meanwhile, or a later load began. */
  UNKEPT_LEASE,
  /** A load was not kept: there is no such row, and the cache keeps no absences. */
  UNKEPT_ABSENCE,
  /** A read waited for another caller's load, which was too old for it, and loaded anew. */
  JOINED_TOO_OLD,
  /** A read got nothing: its load failed, or took longer than the deadline. */
  LOAD_FAILED,
  /** An entry was loaded anew before its life was over. */
  REFRESHED,
  /** An early refresh failed; the entry is served until its life is over. */
  REFRESH_FAILED,
  /** An early refresh found no free thread. */
  REFRESH_REFUSED,
  /** An entry was dropped, because the log told that it is stale. */
  INVALIDATED,
  /** All entries were dropped. */
  DROPPED;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** As metrics write it, such as {@code bypass-bound}. */
  public String label() {
    return label;
  }
}
