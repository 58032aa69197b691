package io.matapalo.router.freshness.position;

import java.util.List;

/**
 * A place in a server's binary log. Immutable.
 *
 * @param file its number ends the name
 * @param offset in bytes
 */
record LogPlace(String file, long offset) implements Comparable<LogPlace> {

  /** Of the first two columns of {@code SHOW MASTER STATUS}. */
  static LogPlace of(List<String> columns) {
    return new LogPlace(columns.get(0), Long.parseLong(columns.get(1)));
  }

  @Override
  public int compareTo(LogPlace other) {
    // Numbers have six digits at least and may grow longer.
    int byLength = Integer.compare(file.length(), other.file.length());
    int byFile = byLength != 0 ? byLength : file.compareTo(other.file);
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }
}
