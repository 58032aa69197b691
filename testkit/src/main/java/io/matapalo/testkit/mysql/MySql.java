package io.matapalo.testkit.mysql;

import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.topology.DatabaseNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real MySQL server on loopback, with a data folder of its own, GTIDs, binary log in row format,
 * durable commits. It dies with this JVM. Thread-safe.
 */
public final class MySql extends DatabaseServer implements DatabaseNode {
  private static final ServerStart START =
      new ServerStart(
          "MySQL", "ready for connections", Duration.ofSeconds(90), Duration.ofSeconds(60));
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

  private final int serverId;

  private MySql(int serverId, ServerStart.Running running) {
    super(running);
    this.serverId = serverId;
  }

  /** Why this machine cannot have such a server, being no Debian for instance; empty if it can. */
  public static Optional<String> whyNotHere() {
    return ServerCache.standard().whyNoMySql();
  }

  /**
   * Starts a server and returns once it takes connections; fetches the program first if need be. A
   * folder that already holds data is used on, also after a crash.
   */
  public static MySql start(ServerConfig config) {
    return start(config, 1);
  }

  /** The same with an id, 1 or more, that differs among servers that replicate from one another. */
  static MySql start(ServerConfig config, int serverId) {
    ServerProgram program = config.cache().mySql();
    MySqlData.ensure(config, program);
    return new MySql(
        serverId,
        START.run(config, program, (present, account) -> words(present, serverId, account)));
  }

  private static List<String> words(ServerConfig config, int serverId, ServerAccount account) {
    Path data = config.dataFolder();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--datadir=" + data, "--tmpdir=" + data.resolve("tmp")));
    words.add("--init-file=" + new DataFolder(data).logins());
    words.addAll(List.of("--pid-file=" + data.resolve("mysql.pid"), "--socket=", "--mysqlx=OFF"));
    words.addAll(
        List.of("--bind-address=127.0.0.1", "--port=" + config.port(), "--skip-name-resolve"));
    words.addAll(List.of("--report-host=127.0.0.1", "--report-port=" + config.port()));
    words.addAll(List.of("--server-id=" + serverId, "--default-time-zone=+00:00"));
    words.addAll(List.of("--log-bin=bin", "--relay-log=relay", "--sync-binlog=1"));
    words.addAll(List.of("--gtid-mode=ON", "--enforce-gtid-consistency=ON"));
    words.addAll(List.of("--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=32M"));
    words.add("--max-connections=80");
    words.addAll(SMALL);
    if (account.isRootItself()) {
      words.add("--user=root");
    }
    return words;
  }

  /** The server of an id, on a free port, in a sub-folder of the configuration's folder. */
  static MySql member(ServerConfig config, int serverId) {
    return start(
        config.withFolder(config.folder().resolve("node" + serverId)).withPort(0), serverId);
  }

  /** Starts a server again that was killed or stopped, with its configuration. */
  MySql again() {
    return start(config(), serverId);
  }

  /** {@code a} for the server with id 1, {@code b} for the next, and so on. */
  @Override
  public String name() {
    return String.valueOf((char) ('a' + serverId - 1));
  }

  @Override
  public MySql server() {
    return this;
  }

  /** For MariaDB Connector/J. */
  public String mariaDbDriverUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:%d/%s?%s".formatted(port(), database, MARIADB_DRIVER);
  }

  /** The transactions that it has committed by now. */
  String executed() {
    return ask("select @@global.gtid_executed as executed", "executed").getFirst();
  }

  /** Waits until it has committed all of {@code executed}. */
  void awaitExecuted(String executed, Duration within) {
    double seconds = Math.max(0.1, within.toMillis() / 1_000.0);
    String wait =
        "select wait_for_executed_gtid_set('%s', %s) as late".formatted(executed, seconds);
    if (!ask(wait, "late").equals(List.of("0"))) {
      throw new TestkitException(
          "the server on port %d has not reached %s within %s".formatted(port(), executed, within));
    }
  }

  /** Takes no writes from now on, not even an administrator's. Forgotten when it ends. */
  public void becomeReadOnly() {
    administer("set global super_read_only=on");
  }

  public void becomeWritable() {
    administer("set global super_read_only=off", "set global read_only=off");
  }
}
