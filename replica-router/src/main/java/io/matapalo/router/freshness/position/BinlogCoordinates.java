package io.matapalo.router.freshness.position;

import java.util.List;

/**
 * The coordinates of a place in a server's binary log, in the order of the log. Immutable.
 *
 * @param file the name of the log's file, which ends with its number
 * @param offset the offset in the file, in bytes
 */
record BinlogCoordinates(String file, long offset) implements Comparable<BinlogCoordinates> {

  /** From the first two columns of {@code SHOW MASTER STATUS}. */
  static BinlogCoordinates of(List<String> columns) {
    return new BinlogCoordinates(columns.get(0), Long.parseLong(columns.get(1)));
  }

  @Override
  public int compareTo(BinlogCoordinates other) {
    // Numbers have at least six digits, so a longer name is a later file.
    int byLength = Integer.compare(file.length(), other.file.length());
    int byFile = byLength != 0 ? byLength : file.compareTo(other.file);
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }
}
