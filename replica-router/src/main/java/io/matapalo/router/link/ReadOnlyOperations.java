package io.matapalo.router.link;

import io.matapalo.recorder.SqlRecorder;
import java.util.List;

/**
 * The operations, as the recorder names them, whose transactions only read although their code does
 * not say so; setting {@code read-only-operations}. A {@code *} at the end stands for any rest.
 * Immutable.
 */
public final class ReadOnlyOperations {

  /** None is listed. */
  public static final ReadOnlyOperations NONE = new ReadOnlyOperations(List.of());

  private final List<String> patterns;

  private ReadOnlyOperations(List<String> patterns) {
    this.patterns = patterns;
  }

  /** Names, or beginnings of names followed by a star. */
  public static ReadOnlyOperations of(List<String> patterns) {
    return patterns.isEmpty() ? NONE : new ReadOnlyOperations(List.copyOf(patterns));
  }

  /** Is the operation listed that the current thread works on? */
  public boolean isRunning() {
    return !patterns.isEmpty() && lists(SqlRecorder.currentOperation());
  }

  boolean lists(String operation) {
    for (String pattern : patterns) {
      boolean matches =
          pattern.endsWith("*")
              ? operation.startsWith(pattern.substring(0, pattern.length() - 1))
              : operation.equals(pattern);
      if (matches && !operation.isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
