package io.matapalo.migration;

/** What a run of the {@link Migrator} is to do. Immutable. */
public sealed interface Step {

  /** Apply every change set that the database lacks. */
  record Update() implements Step {}

  /** Change nothing; only tell what is applied and what is pending. */
  record Status() implements Step {}

  /**
   * Take back the change sets applied last.
   *
   * @param count how many; at least 1
   */
  record Rollback(int count) implements Step {

    /** Refuses an empty rollback. */
    public Rollback {
      if (count < 1) {
        throw new IllegalArgumentException("count must be at least 1, was " + count);
      }
    }
  }
}
