package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;

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

  private final DebianPackages packages;

  public DebianBinaries(DebianPackages packages) {
    this.packages = packages;
  }

  public MariaDbBinaries mariaDb() {
    DebianRoot root = packages.unpacked(PACKAGES);
    Path base = root.folder().resolve("usr");
    return new MariaDbBinaries(
        base.resolve("sbin/mariadbd"),
        base,
        base.resolve("share/mysql"),
        root.libraryFolders(),
        List.of(),
        "MariaDB of Debian 12, " + root.version("mariadb-server-core"));
  }

  public RedisBinaries redis() {
    DebianRoot root = packages.unpacked(PACKAGES);
    return new RedisBinaries(
        root.folder().resolve("usr/bin/redis-server"),
        root.libraryFolders(),
        "Redis of Debian 12, " + root.version("redis-server"));
  }

  public MemcachedBinaries memcached() {
    DebianRoot root = packages.unpacked(MEMCACHED);
    return new MemcachedBinaries(
        root.folder().resolve("usr/bin/memcached"),
        root.libraryFolders(),
        "memcached of Debian 12, " + root.version("memcached"));
  }
}
