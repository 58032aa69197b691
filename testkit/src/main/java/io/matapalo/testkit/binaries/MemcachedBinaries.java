package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;

/**
 * A memcached program. Immutable.
 *
 * @param server the program {@code memcached}
 * @param libraryFolders private libraries, for the loader
 * @param origin where it came from, for reports
 */
public record MemcachedBinaries(Path server, List<Path> libraryFolders, String origin) {
  public MemcachedBinaries {
    libraryFolders = List.copyOf(libraryFolders);
  }
}
