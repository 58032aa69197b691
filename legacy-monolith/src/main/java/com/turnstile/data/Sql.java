package com.turnstile.data;

/**
 * Builds one INSERT of many rows. Values are ours, and quoted all the same. Confined to one thread.
 */
final class Sql {

  private final String head;
  private final StringBuilder text = new StringBuilder(1 << 20);
  private int rows;
  private boolean first = true;

  Sql(String table, String columns) {
    this.head = "INSERT INTO " + table + " (" + columns + ") VALUES ";
  }

  Sql row() {
    text.append(rows == 0 ? head : "),\n").append('(');
    rows++;
    first = true;
    return this;
  }

  Sql number(long value) {
    comma().append(value);
    return this;
  }

  Sql text(String value) {
    comma().append('\'');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\'' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('\'');
    return this;
  }

  /** Cents, as an amount of two places. */
  Sql money(long cents) {
    appendMoney(comma(), cents);
    return this;
  }

  Sql time(long millis) {
    Times.append(comma().append('\''), millis);
    text.append('\'');
    return this;
  }

  int rows() {
    return rows;
  }

  int length() {
    return text.length();
  }

  /** The statement; then it is empty again. */
  String take() {
    String statement = text.append(')').toString();
    text.setLength(0);
    rows = 0;
    return statement;
  }

  static void appendMoney(StringBuilder to, long cents) {
    to.append(cents / 100).append('.');
    to.append((char) ('0' + cents / 10 % 10)).append((char) ('0' + cents % 10));
  }

  private StringBuilder comma() {
    if (first) {
      first = false;
      return text;
    }
    return text.append(',');
  }
}
