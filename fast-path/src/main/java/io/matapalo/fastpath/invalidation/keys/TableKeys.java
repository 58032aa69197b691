package io.matapalo.fastpath.invalidation.keys;

import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.keys.Reaction.Any;
import io.matapalo.fastpath.invalidation.keys.Reaction.Deleted;
import io.matapalo.fastpath.invalidation.keys.Reaction.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of the rows of one table, whose columns are where the log says they are. Immutable.
 */
public final class TableKeys {

  /** Of a table that makes nothing stale. */
  public static final TableKeys NONE = new TableKeys(List.of());

  private final List<Located> reactions;

  private TableKeys(List<Located> reactions) {
    this.reactions = List.copyOf(reactions);
  }

  /** A reaction whose columns were found; without parts it is the whole cache. */
  private record Located(String cache, Optional<List<Part>> parts, When when) {

    Stale whole() {
      return new Stale.Whole(cache);
    }
  }

  /**
   * Which changes count.
   *
   * @param inserted whether inserted rows do
   * @param deleted whether deleted rows do
   * @param always whether all updated rows do
   * @param updated else those do in which one of these columns gets another value
   */
  private record When(boolean inserted, boolean deleted, boolean always, List<Integer> updated) {

    boolean counts(RowChange change) {
      RowImage before = change.before();
      RowImage after = change.after();
      if (before == null) {
        return inserted;
      }
      if (after == null) {
        return deleted;
      }
      for (int at : always ? List.<Integer>of() : updated) {
        if (differs(before, after, at)) {
          return true;
        }
      }
      return always;
    }

    private static boolean differs(RowImage before, RowImage after, int at) {
      // An image that leaves a column out after an update leaves it as it was.
      return after.has(at) && (!before.has(at) || !Objects.deepEquals(before.at(at), after.at(at)));
    }
  }

  /** A piece of a key: a text, or else the value of a column. */
  private record Part(@Nullable String text, int position, KeyKind kind, int type) {}

  /**
   * Finds the columns.
   *
   * @param known as the schema describes the table; empty where it does not
   * @param newer whether the schema may be newer than the row: then only what the log says counts
   */
  static TableKeys of(
      Set<Reaction> reactions, Optional<Table> known, LoggedTable logged, boolean newer) {
    boolean certain =
        known
            .filter(table -> logged.isNamed() || (!newer && table.mayBeLoggedAs(logged.types())))
            .isPresent();
    return new TableKeys(
        reactions.stream()
            .map(one -> certain ? located(one, known.orElseThrow(), logged, newer) : unlocated(one))
            .toList());
  }

  /** Tells these whole caches at any change. */
  static TableKeys whole(List<Stale> caches) {
    When any = new When(true, true, true, List.of());
    return new TableKeys(
        caches.stream().map(one -> new Located(one.cache(), Optional.empty(), any)).toList());
  }

  private static Located unlocated(Reaction reaction) {
    boolean any = reaction.trigger() instanceof Any;
    boolean deleted = any || reaction.trigger() instanceof Deleted;
    return new Located(
        reaction.cache(),
        Optional.empty(),
        new When(any, deleted, any || reaction.trigger() instanceof Updated, List.of()));
  }

  private static Located located(
      Reaction reaction, Table known, LoggedTable logged, boolean newer) {
    List<Part> parts = new ArrayList<>();
    for (KeyTemplate.Part part : reaction.key().map(KeyTemplate::parts).orElse(List.of())) {
      Optional<Part> found =
          switch (part) {
            case KeyTemplate.Text(String text) -> Optional.of(new Part(text, -1, KeyKind.TEXT, 0));
            case KeyTemplate.Column(String name) -> column(name, known, logged, newer);
          };
      if (found.isEmpty()) {
        return unlocated(reaction);
      }
      parts.add(found.get());
    }
    When when = unlocated(reaction).when();
    if (reaction.trigger() instanceof Updated(Set<String> columns)) {
      List<Integer> positions =
          columns.stream().map(name -> position(name, known, logged)).toList();
      when = new When(false, false, positions.contains(-1), positions);
    }
    return new Located(reaction.cache(), reaction.key().map(key -> List.copyOf(parts)), when);
  }

  private static Optional<Part> column(
      String name, Table known, LoggedTable logged, boolean newer) {
    int position = position(name, known, logged);
    Optional<KeyKind> kind = known.column(name).flatMap(Column::kind);
    // A text's character set may have been another one.
    if (position < 0 || kind.isEmpty() || (newer && !kind.get().isInteger())) {
      return Optional.empty();
    }
    KeyKind logs = kind.get();
    if (logs.isInteger() && logged.unsigned().isPresent()) {
      logs = logged.unsigned().get().get(position) ? KeyKind.UNSIGNED : KeyKind.SIGNED;
    }
    int type = logged.types().get(position);
    return logs.fits(type) ? Optional.of(new Part(null, position, logs, type)) : Optional.empty();
  }

  private static int position(String name, Table known, LoggedTable logged) {
    return logged.isNamed() ? logged.positionOf(name) : known.positionOf(name);
  }

  /** Whether no row makes anything stale. */
  public boolean isEmpty() {
    return reactions.isEmpty();
  }

  /** Tells what a change makes stale. */
  public void tell(RowChange change, Consumer<Stale> told) {
    RowImage before = change.before();
    RowImage after = change.after();
    for (Located reaction : reactions) {
      if (reaction.when().counts(change)) {
        if (before != null) {
          tell(reaction, before, null, told);
        }
        if (after != null) {
          tell(reaction, after, before, told);
        }
      }
    }
  }

  /** Tells all that any row could make stale: rows that cannot be read. */
  public void tellWhole(Consumer<Stale> told) {
    reactions.forEach(reaction -> told.accept(reaction.whole()));
  }

  private static void tell(
      Located reaction, RowImage row, @Nullable RowImage unchanged, Consumer<Stale> told) {
    if (reaction.parts().isEmpty()) {
      told.accept(reaction.whole());
      return;
    }
    StringBuilder key = new StringBuilder();
    for (Part part : reaction.parts().get()) {
      if (part.text() != null) {
        key.append(part.text());
        continue;
      }
      RowImage source = row.has(part.position()) ? row : unchanged;
      if (source == null || !source.has(part.position())) {
        told.accept(reaction.whole());
        return;
      }
      Object value = source.at(part.position());
      if (value == null) {
        // No key has NULL in it.
        return;
      }
      String text = part.kind().text(value, part.type());
      if (text == null) {
        told.accept(reaction.whole());
        return;
      }
      key.append(text);
    }
    told.accept(new Stale.Entry(reaction.cache(), key.toString()));
  }
}
