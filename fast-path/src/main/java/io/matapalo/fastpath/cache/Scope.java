package io.matapalo.fastpath.cache;

/** Who shares a cache's values. */
public enum Scope {
  /** One process: kept in its memory. */
  PROCESS,
  /** The processes of one host: kept in a Redis of this host. */
  SERVER,
  /** The processes of all hosts: kept in a Redis for all. */
  GLOBAL
}
