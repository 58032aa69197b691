package io.matapalo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that are installed: a tree as a package manager lays it, made of the cached programs. */
class PathServersIT {

  @Test
  void installedServersAreUsed() throws Exception {
    Path folder = TestFolders.fresh("path");
    ServerCache cache = installedBelow(folder.resolve("installed"));
    try (MariaDb database =
            MariaDb.start(
                ServerConfig.inFolder(folder.resolve("mariadb"))
                    .withSource(ServerSource.PATH)
                    .withCache(cache));
        Redis redis =
            Redis.start(
                ServerConfig.inFolder(folder.resolve("redis"))
                    .withSource(ServerSource.AUTO)
                    .withCache(cache))) {
      ServerChecks.storesRowsAndKeepsFractionsOfSeconds(database);
      ServerChecks.answersPing(redis);
      assertThat(database.origin()).contains("on PATH").contains("installed/usr/sbin/mariadbd");
      assertThat(redis.origin()).as("AUTO takes PATH first").contains("on PATH");
    }
  }

  @Test
  void missingServersAreNamed() {
    Path folder = TestFolders.fresh("path-none");
    ServerCache cache = ServerCache.at(folder.resolve("cache")).withSearchPath("/no/such/folder");
    ServerConfig redis =
        ServerConfig.inFolder(folder).withSource(ServerSource.PATH).withCache(cache);

    assertThatThrownBy(() -> Redis.start(redis))
        .hasMessageContaining("no redis-server on PATH (1 folders looked at)");
    assertThatThrownBy(() -> Redis.start(redis.withSource(ServerSource.AUTO)))
        .hasMessageContaining("no source has a Redis server")
        .hasMessageContaining("dpkg is not on PATH")
        .hasMessageContaining("mvn is not on PATH");
  }

  private static ServerCache installedBelow(Path folder) throws IOException {
    MariaDbBinaries mariaDb = ServerCache.standard().mariaDb(ServerSource.AUTO);
    ServerProgram redis = ServerCache.standard().redis(ServerSource.AUTO);
    Path programs = Files.createDirectories(folder.resolve("usr/sbin"));
    wrapper(programs.resolve("mariadbd"), mariaDb.server(), mariaDb.libraryFolders());
    wrapper(programs.resolve("redis-server"), redis.server(), redis.libraryFolders());
    Path share = Files.createDirectories(folder.resolve("usr/share"));
    Files.createSymbolicLink(share.resolve("mysql"), mariaDb.shareFolder());
    return ServerCache.standard().withSearchPath("/no/such/folder:" + programs);
  }

  private static void wrapper(Path file, Path program, List<Path> libraries) throws IOException {
    Files.writeString(
        file,
        "#!/bin/sh\nLD_LIBRARY_PATH='%s' exec '%s' \"$@\"\n"
            .formatted(ProcessPlan.joined(libraries), program));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
