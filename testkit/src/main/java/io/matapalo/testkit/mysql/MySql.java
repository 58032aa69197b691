package io.matapalo.testkit.mysql;

import io.matapalo.testkit.binaries.MySqlBinaries;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import io.matapalo.testkit.topology.Await;
import io.matapalo.testkit.topology.DatabaseNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A real MySQL server on loopback, with a data folder of its own, GTIDs, binary log in row format,
 * durable commits. It dies with this JVM. Thread-safe.
 */
public final class MySql implements DatabaseServer, DatabaseNode {
  private static final String READY = "ready for connections";
  private static final String PORT_TAKEN = "Address already in use";
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(60);
  private static final String CONNECTOR_J =
      "useLocalSessionState=true&rewriteBatchedStatements=true&cachePrepStmts=true"
          + "&useServerPrepStmts=false&trackSessionState=true&sslMode=DISABLED"
          + "&allowPublicKeyRetrieval=true&connectionTimeZone=UTC&connectTimeout=5000&socketTimeout=60000";
  private static final String MARIADB_DRIVER =
      "sslMode=disable&allowPublicKeyRetrieval=true&connectTimeout=5000&socketTimeout=60000";

  // What performance_schema takes for itself, 200 MB, is for what nobody looks at here; members of
  // a group and workers of a replica are told there, so that it cannot be off.
  private static final List<String> SMALL =
      List.of(
          "--innodb-log-buffer-size=1M",
          "--innodb-redo-log-capacity=32M",
          "--table-open-cache=200",
          "--table-definition-cache=400",
          "--performance-schema-digests-size=0",
          "--performance-schema-error-size=0",
          "--performance-schema-events-stages-history-long-size=0",
          "--performance-schema-events-statements-history-long-size=0",
          "--performance-schema-events-transactions-history-long-size=0",
          "--performance-schema-events-waits-history-long-size=0",
          "--performance-schema-max-memory-classes=0",
          "--performance-schema-max-statement-classes=0");

  private final MySqlConfig config;
  private final MySqlBinaries binaries;
  private final SupervisedProcess process;

  private MySql(MySqlConfig config, MySqlBinaries binaries, SupervisedProcess process) {
    this.config = config;
    this.binaries = binaries;
    this.process = process;
  }

  /** Why this machine cannot have such a server, being no Debian for instance; empty if it can. */
  public static Optional<String> whyNotHere() {
    return ServerCache.standard().whyNoMySql();
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be. A
   * folder that already holds data is used on, also after a crash.
   */
  public static MySql start(MySqlConfig config) {
    MySqlBinaries binaries = config.cache().mySql();
    Path data = config.folder().resolve("data");
    MySqlData.ensure(config, binaries, data);
    ServerAccount account =
        ServerAccount.forServer(binaries.loader(), binaries.libraryFolders(), data);
    ServerStart.Running running =
        new ServerStart("MySQL", config.port(), READY, PORT_TAKEN, config.startDeadline())
            .run(
                config.folder().resolve("mysql.log"),
                port -> plan(config, binaries, account, port),
                account);
    return new MySql(config.withPort(running.port()), binaries, running.process());
  }

  private static ProcessPlan plan(
      MySqlConfig config, MySqlBinaries binaries, ServerAccount account, int port) {
    Path data = config.folder().resolve("data");
    List<String> words = new ArrayList<>(binaries.command());
    words.addAll(List.of("--datadir=" + data, "--tmpdir=" + data.resolve("tmp")));
    words.add("--init-file=" + new DataFolder(data).logins());
    words.addAll(List.of("--pid-file=" + data.resolve("mysql.pid"), "--socket=", "--mysqlx=OFF"));
    words.addAll(List.of("--bind-address=127.0.0.1", "--port=" + port, "--skip-name-resolve"));
    words.addAll(List.of("--report-host=127.0.0.1", "--report-port=" + port));
    words.addAll(List.of("--server-id=" + config.serverId(), "--default-time-zone=+00:00"));
    words.addAll(List.of("--log-bin=bin", "--relay-log=relay", "--sync-binlog=1"));
    words.addAll(List.of("--gtid-mode=ON", "--enforce-gtid-consistency=ON"));
    words.addAll(List.of("--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=32M"));
    words.add("--max-connections=80");
    words.addAll(SMALL);
    if (account.isRootItself()) {
      words.add("--user=root");
    }
    words.addAll(config.options());
    return ProcessPlan.of(config.folder().resolve("mysql.log"), words)
        .withStopDeadline(STOP_DEADLINE);
  }

  /**
   * What it was started with, with the port it got: starting this again gives the same address and
   * logins.
   */
  public MySqlConfig config() {
    return config;
  }

  /** {@code a} for the server with id 1, {@code b} for the next, and so on. */
  @Override
  public String name() {
    return String.valueOf((char) ('a' + config.serverId() - 1));
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
    return jdbcUrl(database, List.of(relayPort));
  }

  /** With several servers in it, for a router. */
  static String jdbcUrl(String database, List<Integer> ports) {
    return "jdbc:mysql://%s/%s?%s"
        .formatted(
            ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
            database,
            CONNECTOR_J);
  }

  /** For MariaDB Connector/J. */
  public String mariaDbDriverUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:%d/%s?%s".formatted(port(), database, MARIADB_DRIVER);
  }

  @Override
  public String user() {
    return config.login().user();
  }

  @Override
  public String password() {
    return config.login().password();
  }

  @Override
  public String administrator() {
    return ADMINISTRATOR;
  }

  @Override
  public SupervisedProcess process() {
    return process;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public String origin() {
    return binaries.origin();
  }

  /** Takes no writes from now on, not even an administrator's. Forgotten when it ends. */
  public void becomeReadOnly() {
    administer("set global super_read_only=on");
  }

  public void becomeWritable() {
    administer("set global super_read_only=off", "set global read_only=off");
  }

  /**
   * Freezes the server, and returns once it is: it answers nothing, and its connections stay open.
   */
  @Override
  public void pause() {
    process.pause();
    Await.until(
        this::isFrozen, Duration.ofSeconds(10), () -> "process %d is frozen".formatted(pid()));
  }

  // The state in proc(5): T for stopped; what stands before it, in brackets, is the program's name.
  private boolean isFrozen() {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid()), "stat"));
      return stat.startsWith(") T ", stat.lastIndexOf(')'));
    } catch (IOException e) {
      throw new TestkitException("cannot read the state of process " + pid(), e);
    }
  }

  @Override
  public void resume() {
    process.resume();
  }

  @Override
  public void kill() {
    process.kill();
  }
}
