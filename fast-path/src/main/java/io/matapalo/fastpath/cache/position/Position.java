package io.matapalo.fastpath.cache.position;

/**
 * A set of the database's transactions: what a read has shown, or what a log has told so far.
 * Immutable. Positions are compared by containment, never by a highest number, because sets of
 * transactions may have holes.
 */
public interface Position {

  /** Is every transaction of {@code other} in this one? No for a position of another database. */
  boolean contains(Position other);

  /** The transactions of both. */
  Position union(Position other);

  /** As {@link Positions#parse} reads it. */
  String text();
}
