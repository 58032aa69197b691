package io.matapalo.testkit.binaries;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds servers that are installed on the machine. Immutable. */
public final class PathBinaries {
  private final List<Path> folders;

  private PathBinaries(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** Looks into the folders of a search path, {@code PATH} for instance, in their order. */
  public static PathBinaries on(String searchPath) {
    return new PathBinaries(
        Arrays.stream(searchPath.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList());
  }

  public Optional<Path> program(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  public MariaDbBinaries mariaDb() {
    Path server =
        program("mariadbd")
            .or(() -> program("mysqld").filter(PathBinaries::isMariaDb))
            .orElseThrow(() -> missing("mariadbd", "mariadb-server"));
    Path base = baseFolder(server);
    return new MariaDbBinaries(
        server,
        List.of(),
        base,
        shareFolder(base, server),
        List.of(),
        List.of(),
        MariaDbVersion.in(Command.of(server.toString(), "--version").run()),
        "MariaDB on PATH, " + server);
  }

  public ServerProgram redis() {
    return program("Redis", "redis-server");
  }

  public ServerProgram memcached() {
    return program("memcached", "memcached");
  }

  private ServerProgram program(String server, String name) {
    Path found = program(name).orElseThrow(() -> missing(name, name));
    return new ServerProgram(found, List.of(), "%s on PATH, %s".formatted(server, found));
  }

  private static boolean isMariaDb(Path server) {
    return Command.of(server.toString(), "--version").attempt().output().contains("MariaDB");
  }

  private static Path baseFolder(Path server) {
    try {
      Path folder = server.toRealPath().getParent();
      Path base = folder == null ? null : folder.getParent();
      return base == null ? Path.of("/") : base;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot resolve " + server, e);
    }
  }

  private static Path shareFolder(Path base, Path server) {
    return Stream.of("share/mysql", "share/mariadb", "share")
        .map(base::resolve)
        .filter(folder -> Files.isDirectory(folder.resolve("charsets")))
        .findFirst()
        .orElseThrow(() ->
            new TestkitException(
                "%s was found on PATH, but no share folder with its messages and system tables below %s"
                        .formatted(server, base)
                    + "; install the whole server, or use another source"));
  }

  private TestkitException missing(String program, String debianPackage) {
    return new TestkitException(
        "no %s on PATH (%d folders looked at); install it (Debian: %s), or use another source"
            .formatted(program, folders.size(), debianPackage));
  }
}
