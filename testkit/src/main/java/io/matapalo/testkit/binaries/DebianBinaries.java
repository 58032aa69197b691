package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
        base,
        base.resolve("share/mysql"),
        root.libraryFolders(),
        List.of(),
        MariaDbVersion.in(version),
        "MariaDB of Debian 12, " + version);
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
            UNSTABLE, "mysql-server-core", NO_SCRIPTS, DebianBinaries::keepRunningMySql));
  }

  /**
   * The loader of unstable, with the options that start the server in its own folders and with no
   * configuration of the machine's. The loader finds the libraries itself: programs of the machine
   * would not run with them.
   */
  private static ServerProgram mySqlIn(DebianRoot root) {
    Path loader =
        root.libraryFolders().stream()
            .flatMap(folder -> DebianRoot.listed(folder, DebianBinaries::isLoader).stream())
            .findFirst()
            .orElseThrow(() ->
                new TestkitException(
                    "no loader among the packages in %s; Debian unstable has moved it"
                        .formatted(root.folder())));
    Path base = root.folder().resolve("usr");
    Path share = base.resolve("share/mysql");
    String libraries =
        root.libraryFolders().stream().map(Path::toString).collect(Collectors.joining(":"));
    List<String> options =
        List.of(
            "--library-path",
            libraries,
            base.resolve("sbin/mysqld").toString(),
            "--no-defaults",
            "--basedir=" + base,
            "--lc-messages-dir=" + share,
            "--character-sets-dir=" + share.resolve("charsets"),
            "--plugin-dir=" + base.resolve("lib/mysql/plugin"),
            // Its default is a folder that only an installed server has.
            "--secure-file-priv=NULL");
    return new ServerProgram(
        loader,
        options,
        List.of(),
        "MySQL of Debian unstable, " + root.version("mysql-server-core"));
  }

  private static boolean isLoader(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("ld-linux") && name.contains(".so.");
  }

  private static void keepRunningMySql(DebianRoot root) {
    ServerProgram program = mySqlIn(root);
    Command.Result version =
        Command.of(Stream.concat(program.command().stream(), Stream.of("--version")).toList())
            .attempt();
    if (!version.succeeded()) {
      throw new TestkitException(
          "%s was fetched, but this machine cannot run it; either unstable has moved, or the kernel is too old for it: %s"
              .formatted(program.origin(), version.output().strip()));
    }
    try {
      // Clients and tools, a third of all.
      CacheEntry.delete(root.folder().resolve("usr/bin"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete programs in " + root.folder(), e);
    }
  }
}
