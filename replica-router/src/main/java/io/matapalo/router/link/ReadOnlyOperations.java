package io.matapalo.router.link;

import java.util.List;
import java.util.function.Supplier;

/**
 * The operations, as the recorder names them, whose transactions only read although their code does
 * not say so; setting {@code read-only-operations}. A {@code *} at the end stands for any rest.
 * Immutable.
 */
public final class ReadOnlyOperations {

  /** None is listed. */
  public static final ReadOnlyOperations NONE = new ReadOnlyOperations(List.of(), () -> "");

  private final List<String> patterns;
  private final Supplier<String> operation;

  private ReadOnlyOperations(List<String> patterns, Supplier<String> operation) {
    this.patterns = patterns;
    this.operation = operation;
  }

  /** {@code patterns} may end with a star; {@code operation} tells that of this thread. */
  public static ReadOnlyOperations of(List<String> patterns, Supplier<String> operation) {
    return patterns.isEmpty() ? NONE : new ReadOnlyOperations(List.copyOf(patterns), operation);
  }

  /** Is the operation listed that the current thread works on? */
  public boolean isRunning() {
    return !patterns.isEmpty() && lists(operation.get());
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
