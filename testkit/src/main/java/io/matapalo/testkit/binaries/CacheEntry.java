package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the cache that is there whole or not at all. It is built in a temporary folder beside
 * its place and then renamed; a file lock lets one process, and one thread in it, build while the
 * others wait. Thread-safe.
 */
public final class CacheEntry {
  private static final Duration LOCK_DEADLINE = Duration.ofMinutes(10);
  private static final Duration LOCK_POLL = Duration.ofMillis(50);

  private final Path cache;
  private final String name;

  public CacheEntry(Path cache, String name) {
    this.cache = cache;
    this.name = name;
  }

  /** Fills the folder it is given. */
  @FunctionalInterface
  public interface Recipe {
    void fill(Path folder) throws IOException;
  }

  /**
   * The folder, after building it if it is not there yet. Blocks while another one builds it, at
   * most ten minutes.
   */
  public Path orBuild(Recipe recipe) {
    Path place = cache.resolve(name);
    if (Files.isDirectory(place)) {
      return place;
    }
    try {
      Files.createDirectories(cache);
      try (FileChannel file =
              FileChannel.open(
                  cache.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = acquire(file)) {
        if (lock.isValid() && !Files.isDirectory(place)) {
          build(recipe, place);
        }
      }
      return place;
    } catch (IOException e) {
      throw new TestkitException(
          "cannot build %s: %s; check free space and rights of that folder, or choose another with MATAPALO_CACHE"
              .formatted(place, e),
          e);
    }
  }

  private void build(Recipe recipe, Path place) throws IOException {
    // What an interrupted builder left: nobody else can be at it, since the lock is ours.
    Path unfinished = cache.resolve(name + ".unfinished");
    delete(unfinished);
    Files.createDirectories(unfinished);
    try {
      recipe.fill(unfinished);
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(unfinished);
    }
  }

  private FileLock acquire(FileChannel file) throws IOException {
    long deadline = System.nanoTime() + LOCK_DEADLINE.toNanos();
    while (System.nanoTime() < deadline) {
      FileLock lock = tried(file);
      if (lock != null) {
        return lock;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(LOCK_POLL.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TestkitException(
            "interrupted while waiting for another process to build " + name, e);
      }
    }
    throw new TestkitException(
        "another process has been building %s in %s for %s; end it and try again"
            .formatted(name, cache, LOCK_DEADLINE));
  }

  private static @Nullable FileLock tried(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this JVM holds it: the same answer as another process.
      return null;
    }
  }

  /** Copies a folder and all in it to a place that is not there yet. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path place = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(place);
        } else {
          Files.copy(file, place);
        }
      }
    }
  }

  /**
   * Deletes a folder and all in it; links are deleted, not followed. Does nothing when it is not
   * there.
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
