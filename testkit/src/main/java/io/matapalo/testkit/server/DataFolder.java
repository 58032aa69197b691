package io.matapalo.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The data folder of a database server. Immutable; the folder is the state.
 *
 * @param place where the server expects it
 */
public record DataFolder(Path place) {
  /** Does it hold a server's own tables already? */
  public boolean isFilled() {
    return Files.isDirectory(place.resolve("mysql"));
  }

  /**
   * Makes it a copy of folder {@code data} of a cache's entry, unless it holds a server's tables
   * already. The entry is built first if need be, and announced.
   *
   * @param origin of the server program, for the announcement
   */
  public void ensure(ServerCache cache, String entry, String origin, CacheEntry.Recipe recipe) {
    if (isFilled()) {
      return;
    }
    Path template =
        new CacheEntry(cache.folder(), entry)
            .orBuild(folder -> {
              cache.progress().accept("preparing system tables of %s …".formatted(origin));
              Files.createDirectories(folder.resolve("tmp"));
              recipe.fill(folder);
              CacheEntry.delete(folder.resolve("tmp"));
              Command.of("chmod", "-R", "a+rX", folder.toString()).run();
            });
    fillFrom(template.resolve("data"));
  }

  /**
   * Makes it a copy of a template. It appears whole or not at all, so that an interrupted start can
   * be repeated.
   */
  public void fillFrom(Path template) {
    Path copy = place.resolveSibling(place.getFileName() + ".unfinished");
    try {
      CacheEntry.delete(copy);
      CacheEntry.copy(template, copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
      Files.deleteIfExists(place);
      Files.move(copy, place);
    } catch (DirectoryNotEmptyException e) {
      throw new TestkitException(
          "%s is no data folder of this server and not empty; choose another".formatted(place), e);
    } catch (IOException e) {
      throw new TestkitException(
          "cannot copy a data folder from %s to %s; check free space and rights"
              .formatted(template, place),
          e);
    }
  }

  /**
   * What the server runs at each start, before the first connection; only its owner may read it.
   */
  public Path logins() {
    return place.resolve("logins.sql");
  }

  /** Writes the script anew, and makes the folder of temporary files. */
  public void writeLogins(String script) {
    try {
      Files.createDirectories(place.resolve("tmp"));
      Files.deleteIfExists(logins());
      Files.createFile(
          logins(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(logins(), script, UTF_8);
    } catch (IOException e) {
      throw new TestkitException(
          "cannot prepare data folder %s; check free space and rights".formatted(place), e);
    }
  }
}
