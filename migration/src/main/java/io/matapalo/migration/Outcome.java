package io.matapalo.migration;

import java.util.List;

/**
 * What a run did and what it left. Immutable. Change sets are named {@code file::id::author}, in
 * the order of the change log.
 *
 * @param changed the change sets that this run applied or took back
 * @param applied all that the database has after it
 * @param pending all that it still lacks
 */
public record Outcome(List<String> changed, List<String> applied, List<String> pending) {

  /** Copies what it is given. */
  public Outcome {
    changed = List.copyOf(changed);
    applied = List.copyOf(applied);
    pending = List.copyOf(pending);
  }
}
