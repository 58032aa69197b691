package io.matapalo.migration;

import java.util.List;

/**
 * What a run did and what it left. Immutable. Change sets are named {@code file::id::author}, in
 * the order of the change log.
 *
 * @param changed the change sets that this run applied or took back
 * @param applied all of this change log that the database has after it
 * @param pending all that it still lacks
 * @param skipped what an update has left out or only noted as run, each as {@code name: reason}
 */
public record Outcome(
    List<String> changed, List<String> applied, List<String> pending, List<String> skipped) {

  /** Copies what it is given. */
  public Outcome {
    changed = List.copyOf(changed);
    applied = List.copyOf(applied);
    pending = List.copyOf(pending);
    skipped = List.copyOf(skipped);
  }
}
