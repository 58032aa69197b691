package io.matapalo.testkit.mariadb;

import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerEnvironment;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real MariaDB server on loopback, with a data folder of its own, binary log in row format,
 * durable commits. It dies with this JVM. Thread-safe.
 */
public final class MariaDb implements DatabaseServer {
  public static final String READY = "ready for connections";
  public static final String PORT_TAKEN = "Address already in use";

  private static final Duration STOP_DEADLINE = Duration.ofSeconds(60);
  private static final String URL_TAIL =
      "useLocalSessionState=true&rewriteBatchedStatements=true&cachePrepStmts=true"
          + "&useServerPrepStmts=false&trackSessionState=true&sslMode=DISABLED"
          + "&allowPublicKeyRetrieval=true&connectionTimeZone=UTC&connectTimeout=5000&socketTimeout=60000";

  // No SUPER and no READ ONLY ADMIN: an application's user must not write to a read-only server.
  private static final String RIGHTS =
      "select, insert, update, delete, create, drop, references, index, alter, create temporary tables,"
          + " lock tables, execute, create view, show view, create routine, alter routine, event, trigger,"
          + " process, reload, replication slave, binlog monitor, slave monitor";

  private final MariaDbConfig config;
  private final MariaDbBinaries binaries;
  private final SupervisedProcess process;

  private MariaDb(MariaDbConfig config, MariaDbBinaries binaries, SupervisedProcess process) {
    this.config = config;
    this.binaries = binaries;
    this.process = process;
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be. A
   * folder that already holds data is used on, also after a crash.
   */
  public static MariaDb start(MariaDbConfig config) {
    MariaDbBinaries binaries = config.cache().mariaDb(config.source());
    Path data = config.folder().resolve("data");
    prepare(config, binaries, data);
    ServerAccount account =
        ServerAccount.forServer(binaries.server(), binaries.libraryFolders(), data);
    ServerStart.Running running =
        new ServerStart("MariaDB", config.port(), READY, PORT_TAKEN, config.startDeadline())
            .run(
                config.folder().resolve("mariadb.log"),
                port -> plan(config, binaries, account, port),
                account);
    return new MariaDb(config.withPort(running.port()), binaries, running.process());
  }

  public static void prepare(MariaDbConfig config, MariaDbBinaries binaries, Path data) {
    try {
      Files.createDirectories(config.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + config.folder(), e);
    }
    SystemTables.ensure(config.cache(), binaries, data);
    new DataFolder(data).writeLogins(loginScript(config));
  }

  /** Runs at each start, before the first connection; it stays on this server. */
  private static String loginScript(MariaDbConfig config) {
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
            .formatted(ADMINISTRATOR, config.user(), config.password(), RIGHTS);
  }

  public static ProcessPlan plan(
      MariaDbConfig config, MariaDbBinaries binaries, ServerAccount account, int port) {
    Path data = config.folder().resolve("data");
    List<String> words = new ArrayList<>(List.of(binaries.server().toString()));
    words.addAll(binaries.folderOptions());
    words.addAll(List.of("--datadir=" + data, "--tmpdir=" + data.resolve("tmp")));
    words.addAll(List.of("--ignore-db-dirs=tmp", "--init-file=" + new DataFolder(data).logins()));
    words.addAll(List.of("--pid-file=" + data.resolve("mariadb.pid"), "--socket="));
    words.addAll(List.of("--bind-address=127.0.0.1", "--port=" + port, "--skip-name-resolve"));
    // What this pretends to be decides which features Connector/J uses: with the true one it cuts
    // off fractions of seconds.
    words.add("--version=5.7.19-MariaDB-log");
    words.addAll(List.of("--character-set-server=utf8mb4", "--default-time-zone=+00:00"));
    words.add("--collation-server=utf8mb4_unicode_ci");
    words.add("--innodb-buffer-pool-size=" + config.bufferPoolMegabytes() + "M");
    words.addAll(List.of("--innodb-log-file-size=64M", "--innodb-flush-log-at-trx-commit=1"));
    words.addAll(List.of("--sync-binlog=1", "--log-bin=bin", "--binlog-format=ROW"));
    words.addAll(List.of("--log-slave-updates=1", "--server-id=1", "--performance-schema=OFF"));
    // As MySQL locks, and MariaDB did until 11.6; older ones do not know the setting.
    words.add("--loose-innodb-snapshot-isolation=OFF");
    words.add("--max-connections=" + config.maxConnections());
    if (account.isRootItself()) {
      words.add("--user=root");
    }
    words.addAll(config.options());
    ProcessPlan plan =
        ProcessPlan.of(config.folder().resolve("mariadb.log"), words)
            .withStopDeadline(STOP_DEADLINE);
    return ServerEnvironment.of(plan, binaries.libraryFolders(), config.programs());
  }

  /**
   * What it was started with, with the port it got: starting this again gives the same address and
   * logins.
   */
  public MariaDbConfig config() {
    return config;
  }

  @Override
  public SupervisedProcess process() {
    return process;
  }

  @Override
  public int port() {
    return config.port();
  }

  @Override
  public String jdbcUrl(String database) {
    return jdbcUrl(database, port());
  }

  /** The same by another port of 127.0.0.1, where a relay to this server listens. */
  public String jdbcUrl(String database, int relayPort) {
    return "jdbc:mysql://127.0.0.1:%d/%s?%s".formatted(relayPort, database, URL_TAIL);
  }

  @Override
  public String user() {
    return config.user();
  }

  @Override
  public String password() {
    return config.password();
  }

  @Override
  public String origin() {
    return binaries.origin();
  }

  public Path dataFolder() {
    return config.folder().resolve("data");
  }
}
