package io.matapalo.router.consistency;

/**
 * A set of transactions by their global identifiers: a position in a cluster's history. Immutable.
 * Sets are compared by containment, never by the highest number: they may have holes.
 */
public interface GtidSet {

  /** Is every transaction of {@code other} in this one? */
  boolean contains(GtidSet other);

  /** The transactions of both. */
  GtidSet union(GtidSet other);

  /** Whether it holds no transaction. */
  boolean isEmpty();

  /** How many intervals or numbers it is made of: what it costs to keep, to join and to send. */
  int parts();

  /** As the engine writes it. */
  String text();
}
