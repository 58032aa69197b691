package io.matapalo.testkit.server;

import io.matapalo.testkit.binaries.DebianBinaries;
import io.matapalo.testkit.binaries.DebianPackages;
import io.matapalo.testkit.binaries.DebianRoot;
import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.binaries.MavenBinaries;
import io.matapalo.testkit.binaries.PathBinaries;
import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds fetched server programs and prepared system tables. Several processes may
 * share one: an entry is there whole or not at all. Immutable and thread-safe; finding a server may
 * block for minutes while it is fetched.
 */
public final class ServerCache {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCache.class);

  private final Path folder;
  private final String searchPath;
  private final Consumer<String> progress;

  private ServerCache(Path folder, String searchPath, Consumer<String> progress) {
    this.folder = folder.toAbsolutePath().normalize();
    this.searchPath = searchPath;
    this.progress = progress;
  }

  public static ServerCache at(Path folder) {
    String path = System.getenv().getOrDefault("PATH", "");
    String maven = System.getenv().getOrDefault("MAVEN_HOME", "");
    return new ServerCache(
        folder,
        maven.isEmpty() ? path : path + File.pathSeparator + Path.of(maven, "bin"),
        LOG::info);
  }

  /**
   * The cache of this machine: environment variable {@code MATAPALO_CACHE}, else system property
   * {@code matapalo.cache}, else folder {@code .cache} in that of system property {@code
   * matapalo.root}, else in the working folder.
   */
  public static ServerCache standard() {
    return at(
        Stream.of(System.getenv("MATAPALO_CACHE"), System.getProperty("matapalo.cache"))
            .filter(name -> name != null && !name.isBlank())
            .findFirst()
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("matapalo.root", "."), ".cache")));
  }

  /** The same cache, with another {@code PATH} to look for programs on. */
  public ServerCache withSearchPath(String newSearchPath) {
    return new ServerCache(folder, newSearchPath, progress);
  }

  /** The same cache; each long piece of work is told in one line. Otherwise it is logged. */
  public ServerCache withProgress(Consumer<String> newProgress) {
    return new ServerCache(folder, searchPath, newProgress);
  }

  public Path folder() {
    return folder;
  }

  public MariaDbBinaries mariaDb(ServerSource source) {
    return source == ServerSource.DEBIAN13
        ? debian().mariaDbOf13()
        : find(
            "MariaDB",
            source,
            PathBinaries::mariaDb,
            DebianBinaries::mariaDb,
            MavenBinaries::mariaDb);
  }

  /** The source itself, or the first that works, of a build that has the library of Galera. */
  public ServerSource sourceOfGalera(ServerSource wanted) {
    return find(
        "Galera",
        wanted,
        _ -> withGalera(ServerSource.PATH),
        _ -> withGalera(wanted == ServerSource.DEBIAN13 ? wanted : ServerSource.DEBIAN),
        _ -> withGalera(ServerSource.MAVEN));
  }

  private ServerSource withGalera(ServerSource source) {
    MariaDbBinaries binaries = mariaDb(source);
    if (binaries.galeraProvider().isEmpty()) {
      throw new TestkitException(
          "%s has no libgalera_smm.so; use source DEBIAN".formatted(binaries.origin()));
    }
    return source;
  }

  public ServerProgram redis(ServerSource source) {
    return find("Redis", source, PathBinaries::redis, DebianBinaries::redis, MavenBinaries::redis);
  }

  public ServerProgram memcached(ServerSource source) {
    return find(
        "memcached",
        source,
        PathBinaries::memcached,
        DebianBinaries::memcached,
        _ -> {
          throw new TestkitException(
              "Maven Central has no memcached; install it, so that it is found on PATH");
        });
  }

  /**
   * Any packages of Debian 12, unpacked together in an entry of their own; nothing that they depend
   * on comes with them unless it is named too.
   */
  public DebianRoot debianPackages(List<String> names) {
    return new DebianPackages(folder, Path.of("/"), searchPath, progress).unpacked(names);
  }

  /**
   * MySQL of Debian unstable, with a loader and libraries of its own. There is no other source of
   * it; fetched again only when its entry of the cache is deleted.
   */
  public ServerProgram mySql() {
    return debian().mySql();
  }

  /** Why this machine cannot fetch MySQL at all, being no Debian for instance; empty if it can. */
  public Optional<String> whyNoMySql() {
    try {
      debian().requireMirrorForMySql();
      return Optional.empty();
    } catch (TestkitException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Where each long piece of work is told in one line. */
  public Consumer<String> progress() {
    return progress;
  }

  private <T> T find(
      String server,
      ServerSource source,
      Function<PathBinaries, T> path,
      Function<DebianBinaries, T> debian,
      Function<MavenBinaries, T> maven) {
    return switch (source) {
      case PATH -> path.apply(PathBinaries.on(searchPath));
      case DEBIAN, DEBIAN13 -> debian.apply(debian());
      case MAVEN -> maven.apply(maven());
      case AUTO -> first(server, each -> find(server, each, path, debian, maven));
    };
  }

  private static <T> T first(String server, Function<ServerSource, T> find) {
    List<String> reasons = new ArrayList<>();
    for (ServerSource each : List.of(ServerSource.PATH, ServerSource.DEBIAN, ServerSource.MAVEN)) {
      try {
        return find.apply(each);
      } catch (TestkitException e) {
        LOG.debug("server source skipped server={} reason={}", server, e.getMessage());
        reasons.add("- " + e.getMessage());
      }
    }
    throw new TestkitException(
        "no source has a %s server:%n%s".formatted(server, String.join("\n", reasons)));
  }

  private DebianBinaries debian() {
    return new DebianBinaries(new DebianPackages(folder, Path.of("/"), searchPath, progress));
  }

  private MavenBinaries maven() {
    return new MavenBinaries(folder, searchPath, MavenBinaries.thisSystem(), progress);
  }
}
