package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers from Debian packages; see {@link DebianPackages}. Immutable, blocking. */
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

  private static final List<String> MEMCACHED =
      List.of("memcached", "libevent-2.1-7", "libsasl2-2", "libssl3");

  /** Debian's name for release 13. */
  private static final String TRIXIE = "trixie";

  /** Debian's name for unstable. */
  private static final String UNSTABLE = "sid";

  // What scripts of the server package want, and the server does not.
  private static final List<String> NO_SCRIPTS = List.of("perl", "libperl", "libgdbm", "libdb5");

  private final DebianPackages packages;

  public DebianBinaries(DebianPackages packages) {
    this.packages = packages;
  }

  public MariaDbBinaries mariaDb() {
    DebianRoot root = packages.unpacked(PACKAGES);
    Path base = root.folder().resolve("usr");
    String version = root.version("mariadb-server-core");
    return new MariaDbBinaries(
        base.resolve("sbin/mariadbd"),
        List.of(),
        base,
        base.resolve("share/mysql"),
        root.libraryFolders(),
        List.of(),
        MariaDbVersion.in(version),
        "MariaDB of Debian 12, " + version);
  }

  /** MariaDB 11.8 and Galera of Debian 13, with a loader and libraries of their own. */
  public MariaDbBinaries mariaDbOf13() {
    return mariaDbIn(
        packages.unpackedFrom(
            TRIXIE,
            List.of("mariadb-server-core", "galera-4"),
            NO_SCRIPTS,
            root -> requireThatRuns(mariaDbIn(root).program())));
  }

  private static MariaDbBinaries mariaDbIn(DebianRoot root) {
    Path base = root.folder().resolve("usr");
    String version = root.version("mariadb-server-core");
    // A build with TLS on makes a key at each start, seconds of CPU; loopback needs none.
    return new MariaDbBinaries(
        base.resolve("sbin/mariadbd"),
        loader(root),
        base,
        base.resolve("share/mariadb"),
        List.of(),
        List.of("--skip-ssl"),
        MariaDbVersion.in(version),
        "MariaDB of Debian 13, " + version);
  }

  public ServerProgram redis() {
    DebianRoot root = packages.unpacked(PACKAGES);
    return new ServerProgram(
        root.folder().resolve("usr/bin/redis-server"),
        root.libraryFolders(),
        "Redis of Debian 12, " + root.version("redis-server"));
  }

  public ServerProgram memcached() {
    DebianRoot root = packages.unpacked(MEMCACHED);
    return new ServerProgram(
        root.folder().resolve("usr/bin/memcached"),
        root.libraryFolders(),
        "memcached of Debian 12, " + root.version("memcached"));
  }

  /** Throws, and says why, when this machine cannot even ask for MySQL. */
  public void requireMirrorForMySql() {
    packages.requireMirrorFor(UNSTABLE);
  }

  /** MySQL is in no stable release of Debian, so that what this gives moves as unstable does. */
  public ServerProgram mySql() {
    return mySqlIn(
        packages.unpackedFrom(
            UNSTABLE, List.of("mysql-server-core"), NO_SCRIPTS, DebianBinaries::keepRunningMySql));
  }

  /**
   * The loader among the packages, told where their libraries lie. It finds them itself: programs
   * of the machine would not run with them.
   */
  private static List<String> loader(DebianRoot root) {
    Path loader =
        root.libraryFolders().stream()
            .flatMap(folder -> DebianRoot.listed(folder, DebianBinaries::isLoader).stream())
            .findFirst()
            .orElseThrow(() ->
                new TestkitException(
                    "no loader among the packages in %s; Debian has moved it"
                        .formatted(root.folder())));
    String libraries =
        root.libraryFolders().stream().map(Path::toString).collect(Collectors.joining(":"));
    return List.of(loader.toString(), "--library-path", libraries);
  }

  /**
   * The server, with the options that start it in its own folders and with no configuration of the
   * machine's.
   */
  private static ServerProgram mySqlIn(DebianRoot root) {
    List<String> loader = loader(root);
    Path base = root.folder().resolve("usr");
    Path share = base.resolve("share/mysql");
    List<String> options = new ArrayList<>(loader.subList(1, loader.size()));
    options.addAll(
        List.of(
            base.resolve("sbin/mysqld").toString(),
            "--no-defaults",
            "--basedir=" + base,
            "--lc-messages-dir=" + share,
            "--character-sets-dir=" + share.resolve("charsets"),
            "--plugin-dir=" + base.resolve("lib/mysql/plugin"),
            // Its default is a folder that only an installed server has.
            "--secure-file-priv=NULL"));
    return new ServerProgram(
        Path.of(loader.getFirst()),
        options,
        List.of(),
        "MySQL of Debian unstable, " + root.version("mysql-server-core"));
  }

  private static boolean isLoader(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("ld-linux") && name.contains(".so.");
  }

  private static void keepRunningMySql(DebianRoot root) {
    requireThatRuns(mySqlIn(root));
    try {
      // Clients and tools, a third of all.
      CacheEntry.delete(root.folder().resolve("usr/bin"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete programs in " + root.folder(), e);
    }
  }

  private static void requireThatRuns(ServerProgram program) {
    Command.Result version =
        Command.of(Stream.concat(program.command().stream(), Stream.of("--version")).toList())
            .attempt();
    if (!version.succeeded()) {
      throw new TestkitException(
          "%s was fetched, but this machine cannot run it; either the suite has moved, or the kernel is too old for it: %s"
              .formatted(program.origin(), version.output().strip()));
    }
  }
}
