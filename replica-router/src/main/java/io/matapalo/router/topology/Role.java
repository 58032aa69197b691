package io.matapalo.router.topology;

/** What a node takes at the moment, by its own answer. */
public enum Role {
  /** It takes writes. */
  PRIMARY,
  /** It is read-only. */
  REPLICA,
  /** It has not answered yet. */
  UNKNOWN
}
