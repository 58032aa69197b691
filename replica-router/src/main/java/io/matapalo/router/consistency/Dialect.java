package io.matapalo.router.consistency;

import java.util.Locale;

/** The kind of identifiers in which a position is written. */
public enum Dialect {
  /** {@code 0-1-42}: domain, server, sequence; also Galera with its common sequence switched on. */
  MARIADB,
  /** {@code uuid:1-5:7}: intervals of each source, with holes. */
  MYSQL;

  /** No transaction at all. */
  public GtidSet nothing() {
    return this == MARIADB ? MariaDbGtids.NONE : MySqlGtids.NONE;
  }

  /**
   * Reads a position.
   *
   * @throws IllegalArgumentException if it is none; the message quotes at most 60 characters of it
   */
  public GtidSet parse(String text) {
    return this == MARIADB ? MariaDbGtids.parse(text) : MySqlGtids.parse(text);
  }

  /** The spelling in marks. */
  String letter() {
    return name().substring(0, 2).toLowerCase(Locale.ROOT);
  }

  static Dialect ofLetter(String letter) {
    for (Dialect dialect : values()) {
      if (dialect.letter().equals(letter)) {
        return dialect;
      }
    }
    throw new IllegalArgumentException("dialect must be ma or my, was '" + letter + "'");
  }
}
