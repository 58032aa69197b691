package io.matapalo.fastpath.invalidation.keys;

import java.util.List;
import java.util.Optional;

/**
 * Tables that matter to caches, and the foreign keys that change their rows. Immutable.
 *
 * @param foreignKeys of these tables and of those whose rows are changed with theirs
 */
public record Schema(List<Table> tables, List<ForeignKey> foreignKeys) {

  public Schema {
    tables = List.copyOf(tables);
    foreignKeys = List.copyOf(foreignKeys);
  }

  Optional<Table> find(TableName name) {
    return tables.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .or(() -> tables.stream().filter(table -> table.name().isSpelledLike(name)).findFirst());
  }
}
