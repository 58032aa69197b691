package io.matapalo.testkit.mariadb;

import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.binaries.MariaDbVersion;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.ServerStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real MariaDB server on loopback, with a data folder of its own, binary log in row format,
 * durable commits, a buffer pool of 256 MB and at most 200 connections. It dies with this JVM.
 * Thread-safe.
 */
public final class MariaDb extends DatabaseServer {
  /**
   * The server's own line. Galera says that it is ready before, and a signal that comes between is
   * lost.
   */
  static final String READY = ": ready for connections";

  public static final ServerStart START =
      new ServerStart("MariaDB", READY, Duration.ofSeconds(60), Duration.ofSeconds(60));

  // No SUPER and no READ ONLY ADMIN: an application's user must not write to a read-only server.
  private static final String RIGHTS =
      "select, insert, update, delete, create, drop, references, index, alter, create temporary tables,"
          + " lock tables, execute, create view, show view, create routine, alter routine, event, trigger,"
          + " process, reload, replication slave, binlog monitor, slave monitor";

  private final MariaDbBinaries binaries;

  private MariaDb(ServerStart.Running running, MariaDbBinaries binaries) {
    super(running);
    this.binaries = binaries;
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be. A
   * folder that already holds data is used on, also after a crash.
   */
  public static MariaDb start(ServerConfig config) {
    MariaDbBinaries binaries = config.cache().mariaDb(config.source());
    prepare(config, binaries);
    return new MariaDb(START.run(config, binaries.program(), MariaDb::words), binaries);
  }

  /**
   * The version that replicas must be greeted by, where the server greets by another; empty where
   * its greeting is true.
   */
  public Optional<MariaDbVersion> hiddenVersion() {
    return binaries.isDisguised() ? Optional.of(binaries.version()) : Optional.empty();
  }

  public static void prepare(ServerConfig config, MariaDbBinaries binaries) {
    SystemTables.ensure(config.cache(), binaries, config.dataFolder());
    new DataFolder(config.dataFolder()).writeLogins(loginScript(config));
  }

  /** Runs at each start, before the first connection; it stays on this server. */
  private static String loginScript(ServerConfig config) {
    String local = config.options().contains(GaleraData.ON) ? "set session wsrep_on=OFF;\n" : "";
    return local
        + """
        set sql_log_bin=0;
        delete from mysql.global_priv where User in ('', 'root');
        flush privileges;
        create or replace user %1$s@'%%' identified by '%3$s';
        grant all on *.* to %1$s@'%%' with grant option;
        create or replace user %2$s@'%%' identified by '%3$s';
        grant %4$s on *.* to %2$s@'%%';
        set sql_log_bin=1;
        """
            .formatted(ADMINISTRATOR, config.login().user(), config.login().password(), RIGHTS);
  }

  public static List<String> words(ServerConfig config, ServerAccount account) {
    Path data = config.dataFolder();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--datadir=" + data, "--tmpdir=" + data.resolve("tmp")));
    words.addAll(List.of("--ignore-db-dirs=tmp", "--init-file=" + new DataFolder(data).logins()));
    words.addAll(List.of("--pid-file=" + data.resolve("mariadb.pid"), "--socket="));
    words.addAll(
        List.of("--bind-address=127.0.0.1", "--port=" + config.port(), "--skip-name-resolve"));
    words.addAll(List.of("--character-set-server=utf8mb4", "--default-time-zone=+00:00"));
    words.add("--collation-server=utf8mb4_unicode_ci");
    words.add("--innodb-buffer-pool-size=256M");
    words.addAll(List.of("--innodb-log-file-size=64M", "--innodb-flush-log-at-trx-commit=1"));
    words.addAll(List.of("--sync-binlog=1", "--log-bin=bin", "--binlog-format=ROW"));
    words.addAll(List.of("--log-slave-updates=1", "--server-id=1", "--performance-schema=OFF"));
    if (config.source() != ServerSource.DEBIAN13) {
      // As MySQL locks, and MariaDB did until 11.6; older ones do not know the setting. A server
      // that
      // is asked for by its release locks as that release does.
      words.add("--loose-innodb-snapshot-isolation=OFF");
    }
    words.add("--max-connections=200");
    if (account.isRootItself()) {
      words.add("--user=root");
    }
    return words;
  }
}
