package io.matapalo.fastpath.cache.staleness;

/** What a change of the database has made stale. */
public sealed interface Stale {

  /** The cache's name. */
  String cache();

  /** One entry. */
  record Entry(String cache, String key) implements Stale {}

  /** All entries of a cache. */
  record Whole(String cache) implements Stale {}
}
