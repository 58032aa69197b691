package io.matapalo.fastpath.invalidation.keys;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A table as the log describes it before its rows. Immutable.
 *
 * @param types of its columns, as the log numbers them
 * @param names of its columns; empty where the log has none
 * @param unsigned which columns hold no negative number; empty where the log does not tell
 */
public record LoggedTable(
    TableName name, List<Integer> types, List<String> names, Optional<BitSet> unsigned) {

  public LoggedTable {
    types = List.copyOf(types);
    names = List.copyOf(names);
  }

  boolean isNamed() {
    return names.size() == types.size() && !names.isEmpty();
  }

  /** Where the column of that name is, from 0; -1 for nowhere. */
  int positionOf(String wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(wanted)) {
        return i;
      }
    }
    return -1;
  }
}
