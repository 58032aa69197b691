package io.matapalo.proxy.cutover;

/**
 * The table in force, and whether the file it came from is still good. Immutable.
 *
 * @param fileState what the last look at the file found
 */
public record CutoverState(CutoverTable table, FileState fileState) {

  /** What was found at the last look. */
  public sealed interface FileState {}

  /** The table in force is what the file says. */
  public record Good() implements FileState {}

  /** There was no file at the last look. */
  public record Missing() implements FileState {}

  /** The file cannot be used; an earlier table stays in force. */
  public record Broken(String reason) implements FileState {}
}
