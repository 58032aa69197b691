package io.matapalo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.ServerStart;
import io.matapalo.testkit.server.SupervisedProcess;
import io.matapalo.testkit.server.TestFolders;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers from Debian packages. */
class DebianServersIT {

  private static MariaDb mariaDb(String folder) {
    return MariaDb.start(
        ServerConfig.inFolder(TestFolders.fresh(folder)).withSource(ServerSource.DEBIAN));
  }

  private static Redis redis(String folder) {
    return Redis.start(
        ServerConfig.inFolder(TestFolders.fresh(folder)).withSource(ServerSource.DEBIAN));
  }

  @Test
  void mariaDbKeepsWhatItIsGiven() throws Exception {
    try (MariaDb database = mariaDb("debian-rows")) {
      ServerChecks.storesRowsAndKeepsFractionsOfSeconds(database);

      assertThat(database.origin()).contains("Debian 12, 1:10.11.");
      assertThat(ServerChecks.variable(database, "binlog_format")).isEqualTo("ROW");
      assertThat(ServerChecks.variable(database, "sync_binlog")).isEqualTo("1");
      assertThat(ServerChecks.variable(database, "innodb_flush_log_at_trx_commit")).isEqualTo("1");
      assertThat(ServerChecks.variable(database, "max_connections")).isEqualTo("200");
      assertThat(ServerChecks.variable(database, "version")).isEqualTo("5.7.19-MariaDB-log");
    }
  }

  @Test
  void mariaDbComesBackOnItsDataFolderAfterKill() throws Exception {
    MariaDb killed = mariaDb("debian-kill");
    try (killed) {
      killed.createDatabase("shop");
      try (Connection connection = ServerChecks.connect(killed, "shop");
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("create table t (id int primary key)");
        statement.executeUpdate("insert into t values (7)");
      }
      killed.kill();
      assertThat(killed.isAlive()).isFalse();
      assertThat(ProcessHandle.of(killed.pid())).isEmpty();
    }
    try (MariaDb again = MariaDb.start(killed.config());
        Connection connection = ServerChecks.connect(again, "shop");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from t")) {
      assertThat(again.port()).isEqualTo(killed.port());
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void applicationUserMayNotWriteToReadOnlyServer() throws Exception {
    try (MariaDb database =
        MariaDb.start(
            ServerConfig.inFolder(TestFolders.fresh("debian-read-only"))
                .withSource(ServerSource.DEBIAN)
                .withOptions("--read-only=1"))) {
      database.createDatabase("shop");
      try (Connection connection = ServerChecks.connect(database, "shop");
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.executeUpdate("create table t (id int)"))
            .hasMessageContaining("read-only");
      }
    }
  }

  @Test
  void redisAnswersAndStops() throws Exception {
    Redis redis = redis("debian-redis");
    try (redis) {
      ServerChecks.answersPing(redis);
      assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + redis.port());
      assertThat(redis.origin()).contains("Redis of Debian 12, 5:7.0");
    }
    assertThat(redis.isAlive()).isFalse();
    assertThat(ProcessHandle.of(redis.pid())).isEmpty();
  }

  @Test
  void rootHandsServersToNobodyAndTakesTheFolderBack() throws Exception {
    assumeTrue(ServerAccount.isRoot(), "only root changes the account");
    Path data;
    try (MariaDb database = mariaDb("debian-nobody")) {
      data = database.dataFolder();
      assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(65_534);
      assertThat(Files.getAttribute(Path.of("/proc/" + database.pid()), "unix:uid"))
          .isEqualTo(65_534);
    }
    assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(data.resolve("ibdata1"), "unix:uid")).isEqualTo(0);
  }

  @Test
  void serverInPrivateFolderRunsAsRoot() throws Exception {
    assumeTrue(ServerAccount.isRoot(), "only root changes the account");
    Path folder = Files.createTempDirectory("matapalo-private");
    try (MariaDb database =
            MariaDb.start(ServerConfig.inFolder(folder).withSource(ServerSource.DEBIAN));
        Redis redis =
            Redis.start(
                ServerConfig.inFolder(folder.resolve("redis")).withSource(ServerSource.DEBIAN))) {
      database.createDatabase("shop");
      ServerChecks.answersPing(redis);
      assertThat(Files.getAttribute(database.dataFolder(), "unix:uid")).isEqualTo(0);
    } finally {
      CacheEntry.delete(folder);
    }
  }

  @Test
  void fixedPortThatIsTakenIsSaidSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerConfig config =
          ServerConfig.inFolder(TestFolders.fresh("debian-port"))
              .withSource(ServerSource.DEBIAN)
              .withPort(taken.getLocalPort());
      assertThatThrownBy(() -> Redis.start(config))
          .hasMessageContaining("found port " + taken.getLocalPort() + " taken");
    }
  }

  /**
   * The folder went back to its owner when the first process ended, and the second could not write.
   */
  @Test
  void lostRaceForPortIsTriedAgain() throws Exception {
    ServerConfig config = ServerConfig.inFolder(TestFolders.fresh("debian-race"));
    MariaDbBinaries binaries = config.cache().mariaDb(ServerSource.DEBIAN);
    MariaDb.prepare(config, binaries);
    List<Integer> tried = new ArrayList<>();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerStart.Running running =
          MariaDb.START.run(
              config,
              binaries.program(),
              (chosen, account) -> {
                tried.add(chosen.port());
                int used = tried.size() == 1 ? taken.getLocalPort() : chosen.port();
                return MariaDb.words(chosen.withPort(used), account);
              });
      try (SupervisedProcess process = running.process()) {
        assertThat(process.isAlive()).isTrue();
        assertThat(tried).hasSize(2).last().isEqualTo(running.config().port());
      }
    }
  }

  @Test
  void failedStartShowsTheEndOfTheLog() {
    ServerConfig config =
        ServerConfig.inFolder(TestFolders.fresh("debian-bad-option"))
            .withSource(ServerSource.DEBIAN)
            .withOptions("--no-such-option=1");
    assertThatThrownBy(() -> MariaDb.start(config))
        .hasMessageContaining("ended with exit code")
        .hasMessageContaining("no-such-option");
  }
}
