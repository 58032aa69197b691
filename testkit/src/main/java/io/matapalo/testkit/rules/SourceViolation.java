package io.matapalo.testkit.rules;

import java.nio.file.Path;

/** A place in a source file that breaks a rule. Immutable. */
public record SourceViolation(Path file, long line, String text) {
  @Override
  public String toString() {
    return "%s:%d: %s".formatted(file, line, text);
  }
}
