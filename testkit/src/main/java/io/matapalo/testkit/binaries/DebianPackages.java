package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    OperatingSystem system = OperatingSystem.below(systemRoot);
    if (!system.isDebian() || !system.release().equals(RELEASE)) {
      throw new TestkitException(
          "the package names are those of Debian %s, but this is %s; install mariadb-server and redis-server, or use Maven as the source"
              .formatted(RELEASE, system.name()));
    }
    String name =
        "debian-%s-%s-%s".formatted(RELEASE, architecture(), fingerprint(packages.toString()));
    return new DebianRoot(
        new CacheEntry(cache, name)
            .orBuild(folder -> {
              List<String> download = new ArrayList<>(List.of("-qq", "download"));
              download.addAll(packages);
              fetch(folder, sources(), download);
              unpack(folder, folder.resolve("debs"), file -> true);
            })
            .resolve("root"));
  }

  /**
   * Packages of another suite of the machine's mirror, such as {@code sid}, with all that they
   * depend on, down to the loader, so that they need nothing of this system. Any release of Debian
   * will do. The check sees the root before it is kept: what does not run here is not kept.
   *
   * @param without beginnings of the names of packages that they depend on but can do without
   */
  public DebianRoot unpackedFrom(
      String suite, List<String> names, List<String> without, Consumer<DebianRoot> check) {
    requireMirrorFor(suite);
    String name =
        "debian-%s-%s-%s"
            .formatted(
                suite, architecture(), fingerprint(suite + String.join(" ", names) + without));
    return new DebianRoot(
        new CacheEntry(cache, name)
            .orBuild(folder -> {
              List<String> install =
                  new ArrayList<>(List.of("-qq", "-y", "-d", "--no-install-recommends", "install"));
              install.addAll(names);
              fetchMoving(suite, folder, install);
              unpack(
                  folder,
                  folder.resolve("apt/cache/archives"),
                  file -> without.stream().noneMatch(file::startsWith));
              check.accept(new DebianRoot(folder.resolve("root")));
            })
            .resolve("root"));
  }

  /** Throws, and says why, when this machine cannot even ask for packages of that suite. */
  public void requireMirrorFor(String suite) {
    OperatingSystem system = OperatingSystem.below(systemRoot);
    if (!system.isDebian()) {
      throw new TestkitException(
          "packages of Debian's suite %s are fetched by the apt of a Debian system, but this is %s; run it on Debian"
              .formatted(suite, system.name()));
    }
    for (String tool : List.of("dpkg", "apt-get", "apt-config")) {
      if (programs.program(tool).isEmpty()) {
        throw new TestkitException(
            "%s is not on PATH, so packages of Debian's suite %s cannot be fetched"
                .formatted(tool, suite));
      }
    }
    if (sourcesAt(suite).isEmpty()) {
      throw new TestkitException(
          "%s names no Debian mirror (a source of suite %s, component main), so suite %s cannot be fetched; add one there"
              .formatted(systemRoot.resolve("etc/apt"), system.codename(), suite));
    }
  }

  private void fetchMoving(String suite, Path folder, List<String> install) throws IOException {
    try {
      fetch(folder, sourcesAt(suite), install);
    } catch (TestkitException e) {
      throw new TestkitException(
          "suite %s of this machine's mirror gives no %s at present; suites that move lack things at times, so try again later or do without: %s"
              .formatted(suite, install.getLast(), e.getMessage()),
          e);
    }
  }

  private void fetch(Path folder, List<AptSource> from, List<String> command) throws IOException {
    progress.accept("fetching Debian packages into %s …".formatted(cache));
    Path configuration =
        PrivateApt.in(folder.resolve("apt"), from, AptSources.networkSettings(tool("apt-config")));
    Path debs = Files.createDirectories(folder.resolve("debs"));
    apt(debs, configuration, List.of("-qq", "update"));
    apt(debs, configuration, command);
  }

  private void unpack(Path folder, Path debs, Predicate<String> wanted) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    List<Path> files =
        DebianRoot.listed(
            debs,
            path -> path.toString().endsWith(".deb") && wanted.test(path.getFileName().toString()));
    progress.accept("unpacking %d Debian packages …".formatted(files.size()));
    for (Path file : files) {
      Command.of(tool("dpkg"), "-x", file.toString(), root.toString()).run();
    }
    Files.writeString(
        root.resolve("packages.txt"),
        files.stream().map(file -> file.getFileName() + "\n").collect(Collectors.joining()));
    new DebianRoot(root).keepLinksWithin();
    CacheEntry.delete(root.resolve("usr/share/doc"));
    CacheEntry.delete(root.resolve("usr/share/man"));
    CacheEntry.delete(folder.resolve("debs"));
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

  private List<AptSource> sourcesAt(String suite) {
    String codename = OperatingSystem.below(systemRoot).codename();
    return AptSources.in(systemRoot.resolve("etc/apt")).stream()
        .filter(source -> source.isMirrorOf(codename, suite))
        .map(source -> source.atSuite(suite))
        .distinct()
        .toList();
  }

  private String architecture() {
    return Command.of(tool("dpkg"), "--print-architecture").run().strip();
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

  private static String fingerprint(String text) {
    return HexFormat.of().toHexDigits((LAYOUT + text).hashCode());
  }
}
