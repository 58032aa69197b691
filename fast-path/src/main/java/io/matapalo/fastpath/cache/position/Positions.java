package io.matapalo.fastpath.cache.position;

/** Reads positions of one database. Thread-safe. */
public interface Positions {

  /** The position without any transaction. */
  Position none();

  /**
   * Reads what {@link Position#text} wrote, or one transaction's identifier as the log has it.
   *
   * @throws IllegalArgumentException if it is no position
   */
  Position parse(String text);
}
