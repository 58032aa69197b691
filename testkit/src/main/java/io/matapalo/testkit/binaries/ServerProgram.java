package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;

/**
 * A server program that needs no more than its libraries. Immutable.
 *
 * @param server the program itself
 * @param libraryFolders private libraries, for the loader
 * @param origin where it came from, for reports
 */
public record ServerProgram(Path server, List<Path> libraryFolders, String origin) {
  public ServerProgram {
    libraryFolders = List.copyOf(libraryFolders);
  }
}
