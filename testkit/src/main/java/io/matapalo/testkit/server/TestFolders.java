package io.matapalo.testkit.server;

import io.matapalo.testkit.binaries.CacheEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Folders below the module's target folder, which user nobody can reach, unlike those of JUnit.
 * Stateless.
 */
public final class TestFolders {
  private TestFolders() {}

  /** An empty folder, {@code target/servers/NAME} of the module whose test this is. */
  public static Path fresh(String name) {
    Path folder = Path.of("target", "servers", name).toAbsolutePath();
    try {
      CacheEntry.delete(folder);
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }
}
