package io.matapalo.testkit.binaries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Servers from Debian packages that are fetched from the machine's own mirror and unpacked into the
 * cache, without root and without touching what the system has installed. Immutable, blocking.
 */
public final class DebianBinaries {
  /** Package names of Debian 12; other releases name some libraries differently. */
  private static final List<String> PACKAGES =
      List.of(
          "mariadb-server-core",
          "mariadb-server",
          "galera-4",
          "libaio1",
          "liburing2",
          "libnuma1",
          "libssl3",
          "redis-server",
          "redis-tools",
          "libjemalloc2",
          "liblzf1",
          "libatomic1");

  private static final String RELEASE = "12";
  private static final String CODENAME = "bookworm";
  private static final String LAYOUT = "1";
  private static final Duration FETCH_DEADLINE = Duration.ofMinutes(5);

  private final Path cache;
  private final Path systemRoot;
  private final PathBinaries programs;
  private final Consumer<String> progress;

  /**
   * @param systemRoot where {@code etc} lies: {@code /}, but for tests
   * @param searchPath where {@code apt-get} and {@code dpkg} are looked for
   */
  public DebianBinaries(Path cache, Path systemRoot, String searchPath, Consumer<String> progress) {
    this.cache = cache;
    this.systemRoot = systemRoot;
    this.programs = PathBinaries.on(searchPath);
    this.progress = progress;
  }

  public MariaDbBinaries mariaDb() {
    Path root = root();
    Path base = root.resolve("usr");
    return new MariaDbBinaries(
        base.resolve("sbin/mariadbd"),
        base,
        base.resolve("share/mysql"),
        libraryFolders(root),
        List.of(),
        "MariaDB of Debian " + RELEASE + ", " + version(root, "mariadb-server-core"));
  }

  public RedisBinaries redis() {
    Path root = root();
    return new RedisBinaries(
        root.resolve("usr/bin/redis-server"),
        libraryFolders(root),
        "Redis of Debian " + RELEASE + ", " + version(root, "redis-server"));
  }

  private Path root() {
    requireDebian();
    String architecture = Command.of(tool("dpkg"), "--print-architecture").run().strip();
    String name = "debian-%s-%s-%s".formatted(RELEASE, architecture, fingerprint());
    return new CacheEntry(cache, name).orBuild(this::fetch).resolve("root");
  }

  private void fetch(Path folder) throws IOException {
    progress.accept("fetching %d Debian packages into %s …".formatted(PACKAGES.size(), cache));
    Path apt =
        PrivateApt.in(
            folder.resolve("apt"), sources(), AptSources.networkSettings(tool("apt-config")));
    Path debs = Files.createDirectories(folder.resolve("debs"));
    Path root = Files.createDirectories(folder.resolve("root"));
    apt(debs, apt, List.of("-qq", "update"));
    List<String> download = new ArrayList<>(List.of("-qq", "download"));
    download.addAll(PACKAGES);
    apt(debs, apt, download);
    List<Path> files = listed(debs, path -> path.toString().endsWith(".deb"));
    progress.accept("unpacking %d Debian packages …".formatted(files.size()));
    for (Path file : files) {
      Command.of(tool("dpkg"), "-x", file.toString(), root.toString()).run();
    }
    Files.writeString(
        root.resolve("packages.txt"),
        files.stream().map(file -> file.getFileName() + "\n").collect(Collectors.joining()));
    trim(root);
    CacheEntry.delete(debs);
    CacheEntry.delete(folder.resolve("apt"));
  }

  private void apt(Path folder, Path configuration, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(tool("apt-get")));
    words.addAll(arguments);
    Command.of(words)
        .with("APT_CONFIG", configuration.toString())
        .in(folder)
        .within(FETCH_DEADLINE)
        .run();
  }

  /** Half of the unpacked size is offline table tools that nothing here calls. */
  private static void trim(Path root) throws IOException {
    Path programs = root.resolve("usr/bin");
    for (Path file : listed(programs, DebianBinaries::isTableTool)) {
      Files.delete(file);
    }
    CacheEntry.delete(root.resolve("usr/share/doc"));
    CacheEntry.delete(root.resolve("usr/share/man"));
  }

  private static boolean isTableTool(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("aria_") || name.startsWith("myisam") || name.equals("innochecksum");
  }

  private List<AptSource> sources() {
    List<AptSource> sources =
        AptSources.in(systemRoot.resolve("etc/apt")).stream()
            .filter(source -> source.serves(CODENAME))
            .map(source -> source.onlyFor(CODENAME))
            .toList();
    if (sources.isEmpty()) {
      throw new TestkitException(
          "%s names no package source for suite %s, component main; add the Debian mirror there, or use another source of servers"
              .formatted(systemRoot.resolve("etc/apt"), CODENAME));
    }
    return sources;
  }

  private void requireDebian() {
    Path file = systemRoot.resolve("etc/os-release");
    String text = "";
    if (Files.isReadable(file)) {
      try {
        text = Files.readString(file, UTF_8).replace("\"", "");
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    List<String> lines = text.lines().toList();
    if (!lines.contains("ID=debian") || !lines.contains("VERSION_ID=" + RELEASE)) {
      String system =
          lines.stream()
              .filter(line -> line.startsWith("PRETTY_NAME="))
              .map(line -> line.substring("PRETTY_NAME=".length()))
              .findFirst()
              .orElse("an unknown system");
      throw new TestkitException(
          "the package names are those of Debian %s, but this is %s; install mariadb-server and redis-server, or use Maven as the source"
              .formatted(RELEASE, system));
    }
  }

  private String tool(String name) {
    return programs
        .program(name)
        .map(Path::toString)
        .orElseThrow(() ->
            new TestkitException(
                "%s is not on PATH, so Debian packages cannot be fetched; install mariadb-server and redis-server, or use Maven as the source"
                    .formatted(name)));
  }

  private static List<Path> libraryFolders(Path root) {
    return Stream.of(root.resolve("usr/lib"), root.resolve("lib"))
        .filter(Files::isDirectory)
        .flatMap(folder -> listed(folder, path -> path.toString().endsWith("-linux-gnu")).stream())
        .toList();
  }

  private static String version(Path root, String packageName) {
    try (Stream<String> names = Files.lines(root.resolve("packages.txt"), UTF_8)) {
      return names
          .filter(name -> name.startsWith(packageName + "_"))
          .map(name -> name.substring(packageName.length() + 1, name.lastIndexOf('_')))
          .map(version -> version.replace("%3a", ":"))
          .findFirst()
          .orElse("unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list of packages in " + root, e);
    }
  }

  private static List<Path> listed(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static String fingerprint() {
    int hash = (LAYOUT + PACKAGES).hashCode();
    return HexFormat.of().toHexDigits(hash);
  }
}
