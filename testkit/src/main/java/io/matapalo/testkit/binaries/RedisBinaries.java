package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;

/**
 * A Redis server program. Immutable.
 *
 * @param server the program {@code redis-server}
 * @param libraryFolders private libraries, for the loader
 * @param origin where it came from, for reports
 */
public record RedisBinaries(Path server, List<Path> libraryFolders, String origin) {
  public RedisBinaries {
    libraryFolders = List.copyOf(libraryFolders);
  }
}
