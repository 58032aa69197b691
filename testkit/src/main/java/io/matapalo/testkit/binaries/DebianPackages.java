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
import java.util.stream.Collectors;

/**
 * Debian packages that are fetched from the machine's own mirror and unpacked into the cache,
 * without root and without touching what the system has installed. Each list of packages is an
 * entry of its own. Immutable, blocking.
 */
public final class DebianPackages {
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
  public DebianPackages(Path cache, Path systemRoot, String searchPath, Consumer<String> progress) {
    this.cache = cache;
    this.systemRoot = systemRoot;
    this.programs = PathBinaries.on(searchPath);
    this.progress = progress;
  }

  /**
   * The packages, unpacked together; names are those of Debian 12, and nothing that they depend on
   * comes with them unless it is named too.
   */
  public DebianRoot unpacked(List<String> packages) {
    requireDebian();
    String architecture = Command.of(tool("dpkg"), "--print-architecture").run().strip();
    String name = "debian-%s-%s-%s".formatted(RELEASE, architecture, fingerprint(packages));
    return new DebianRoot(
        new CacheEntry(cache, name).orBuild(folder -> fetch(packages, folder)).resolve("root"));
  }

  private void fetch(List<String> packages, Path folder) throws IOException {
    progress.accept("fetching %d Debian packages into %s …".formatted(packages.size(), cache));
    Path apt =
        PrivateApt.in(
            folder.resolve("apt"), sources(), AptSources.networkSettings(tool("apt-config")));
    Path debs = Files.createDirectories(folder.resolve("debs"));
    Path root = Files.createDirectories(folder.resolve("root"));
    apt(debs, apt, List.of("-qq", "update"));
    List<String> download = new ArrayList<>(List.of("-qq", "download"));
    download.addAll(packages);
    apt(debs, apt, download);
    List<Path> files = DebianRoot.listed(debs, path -> path.toString().endsWith(".deb"));
    progress.accept("unpacking %d Debian packages …".formatted(files.size()));
    for (Path file : files) {
      Command.of(tool("dpkg"), "-x", file.toString(), root.toString()).run();
    }
    Files.writeString(
        root.resolve("packages.txt"),
        files.stream().map(file -> file.getFileName() + "\n").collect(Collectors.joining()));
    DebianLinks.keepWithin(root);
    CacheEntry.delete(root.resolve("usr/share/doc"));
    CacheEntry.delete(root.resolve("usr/share/man"));
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

  private static String fingerprint(List<String> packages) {
    return HexFormat.of().toHexDigits((LAYOUT + packages).hashCode());
  }
}
