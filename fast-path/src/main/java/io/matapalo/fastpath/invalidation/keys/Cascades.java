package io.matapalo.fastpath.invalidation.keys;

import io.matapalo.fastpath.invalidation.keys.ForeignKey.Action;
import io.matapalo.fastpath.invalidation.keys.Reaction.Any;
import io.matapalo.fastpath.invalidation.keys.Reaction.Deleted;
import io.matapalo.fastpath.invalidation.keys.Reaction.Updated;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gives a parent the reactions of its children, since the engine changes the children's rows
 * without a word in the log. Stateless.
 */
final class Cascades {

  private Cascades() {}

  private record Step(TableName table, Reaction reaction) {}

  /** The reactions of all tables, the given ones and those that follow from foreign keys. */
  static Map<TableName, Set<Reaction>> followed(
      Map<TableName, ? extends Collection<Reaction>> own, List<ForeignKey> foreignKeys) {
    Map<TableName, Set<Reaction>> all = new HashMap<>();
    Deque<Step> open = new ArrayDeque<>();
    own.forEach((table, some) -> some.forEach(one -> open.add(new Step(table, one))));
    while (!open.isEmpty()) {
      Step step = open.remove();
      // What is known already has been followed: foreign keys may form circles.
      if (all.computeIfAbsent(step.table(), table -> new LinkedHashSet<>()).add(step.reaction())) {
        foreignKeys.stream()
            .filter(key -> key.child().equals(step.table()))
            .forEach(key -> {
              onDelete(key, step.reaction())
                  .ifPresent(one -> open.add(new Step(key.parent(), one)));
              onUpdate(key, step.reaction())
                  .ifPresent(one -> open.add(new Step(key.parent(), one)));
            });
      }
    }
    return all;
  }

  private static Optional<Reaction> onDelete(ForeignKey key, Reaction child) {
    boolean concerned =
        switch (key.onDelete()) {
          case NONE -> false;
          case CASCADE -> child.trigger() instanceof Any || child.trigger() instanceof Deleted;
          case CLEAR -> countsUpdateOf(key, child);
        };
    return concerned
        ? Optional.of(new Reaction(child.cache(), parentKey(key, child), new Deleted()))
        : Optional.empty();
  }

  private static Optional<Reaction> onUpdate(ForeignKey key, Reaction child) {
    if (key.onUpdate() == Action.NONE || !countsUpdateOf(key, child)) {
      return Optional.empty();
    }
    Set<String> columns =
        key.parentColumns().stream().map(Words::lower).collect(Collectors.toUnmodifiableSet());
    return Optional.of(new Reaction(child.cache(), parentKey(key, child), new Updated(columns)));
  }

  private static boolean countsUpdateOf(ForeignKey key, Reaction child) {
    return switch (child.trigger()) {
      case Any _ -> true;
      case Deleted _ -> false;
      case Updated(Set<String> columns) ->
          key.childColumns().stream().map(Words::lower).anyMatch(columns::contains);
    };
  }

  /** The child's key from the parent's columns; empty where it has others too. */
  private static Optional<KeyTemplate> parentKey(ForeignKey key, Reaction child) {
    Map<String, String> names = key.parentOfChild();
    Predicate<String> referring = name -> names.containsKey(Words.lower(name));
    return child
        .key()
        .filter(template -> template.columns().stream().allMatch(referring))
        .map(template -> template.renamed(names));
  }
}
