package io.matapalo.testkit.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry is there whole or not at all. */
class CacheEntryTest {
  @TempDir Path cache;

  @Test
  void concurrentCallersBuildOnce() throws Exception {
    AtomicInteger builds = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Path>> places = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        places.add(
            threads.submit(() -> {
              start.await();
              return new CacheEntry(cache, "entry")
                  .orBuild(folder -> {
                    builds.incrementAndGet();
                    Files.writeString(folder.resolve("whole"), "yes");
                  });
            }));
      }
      start.countDown();
      for (Future<Path> place : places) {
        assertThat(place.get().resolve("whole")).hasContent("yes");
      }
    }
    assertThat(builds).hasValue(1);
  }

  @Test
  void failedBuildLeavesNothingAndCanBeRepeated() {
    CacheEntry entry = new CacheEntry(cache, "entry");
    assertThatThrownBy(() ->
            entry.orBuild(folder -> {
              Files.writeString(folder.resolve("half"), "no");
              throw new IOException("disk full");
            }))
        .isInstanceOf(TestkitException.class)
        .hasMessageContaining("disk full")
        .hasMessageContaining("MATAPALO_CACHE");
    assertThat(cache.resolve("entry")).doesNotExist();
    assertThat(cache.resolve("entry.unfinished")).doesNotExist();

    assertThat(entry.orBuild(folder -> Files.writeString(folder.resolve("whole"), "yes")))
        .isDirectoryContaining("glob:**/whole");
  }

  @Test
  void leftoverOfInterruptedBuildIsThrownAway() throws IOException {
    Files.createDirectories(cache.resolve("entry.unfinished/deep"));

    Path place =
        new CacheEntry(cache, "entry")
            .orBuild(folder -> Files.writeString(folder.resolve("whole"), "yes"));

    assertThat(place.resolve("deep")).doesNotExist();
  }

  @Test
  void deletingDoesNotFollowLinks() throws IOException {
    Path outside = Files.createDirectories(cache.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "yes");
    Path folder = Files.createDirectories(cache.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("link"), outside);

    CacheEntry.delete(folder);

    assertThat(folder).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }
}
