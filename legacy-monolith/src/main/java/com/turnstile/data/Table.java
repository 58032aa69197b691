package com.turnstile.data;

/**
 * A table with how its rows are made.
 *
 * @param units how many times {@code rows} is asked
 * @param rows appends the rows of one unit
 */
record Table(String name, String columns, int units, Rows rows) {

  /** Appends the rows of a unit; asked in order, by one thread. */
  @FunctionalInterface
  interface Rows {
    void of(int unit, Sql sql);
  }
}
