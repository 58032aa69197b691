package io.matapalo.router.transaction.outcome;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nobody could tell within {@code outcome.deadline} whether the unit of work is stored. */
public final class OutcomeUnknownException extends TransactionException {

  private static final long serialVersionUID = 1L;

  private final @Nullable OutcomeId id;

  public OutcomeUnknownException(String operation, Optional<OutcomeId> id) {
    super(
        operation
            + " may be stored or not: the answer to its commit was lost; "
            + id.map(known -> "ask outcomeOf(" + known + ") before repeating it")
                .orElse("it kept no outcome row, so look at what it writes before repeating it"),
        null);
    this.id = id.orElse(null);
  }

  /** What to ask for later; empty where no outcome row was kept. */
  public Optional<OutcomeId> id() {
    return Optional.ofNullable(id);
  }
}
