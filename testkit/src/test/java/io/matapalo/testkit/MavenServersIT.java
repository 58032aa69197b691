package io.matapalo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.TestFolders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Servers out of jars of Maven Central. */
class MavenServersIT {

  @Test
  void serversOutOfJarsWork() throws Exception {
    Path folder = TestFolders.fresh("maven");
    try (MariaDb database =
            MariaDb.start(
                ServerConfig.inFolder(folder.resolve("mariadb")).withSource(ServerSource.MAVEN));
        Redis redis =
            Redis.start(
                ServerConfig.inFolder(folder.resolve("redis")).withSource(ServerSource.MAVEN))) {
      ServerChecks.storesRowsAndKeepsFractionsOfSeconds(database);
      ServerChecks.answersPing(redis);
      assertThat(database.origin()).isEqualTo("MariaDB of Maven Central, 11.4.5");
      assertThat(ServerChecks.variable(database, "binlog_format")).isEqualTo("ROW");
    }
  }
}
