package io.matapalo.fastpath.invalidation.keys;

import java.util.List;
import java.util.Optional;

/**
 * A table as {@code information_schema} describes it. Immutable.
 *
 * @param columns in the table's order
 */
public record Table(TableName name, List<Column> columns) {

  public Table {
    columns = List.copyOf(columns);
  }

  Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(wanted)).findFirst();
  }

  /** Where the column of that name is, from 0; -1 for nowhere. */
  int positionOf(String wanted) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /** Were rows with columns of these types written by a table with these columns? */
  boolean mayBeLoggedAs(List<Integer> types) {
    if (types.size() != columns.size()) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!columns.get(i).mayBeLoggedAs(types.get(i))) {
        return false;
      }
    }
    return true;
  }
}
