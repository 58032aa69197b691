package io.matapalo.fastpath.invalidation;

import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.TestFolders;
import org.junit.jupiter.api.Tag;

/** MariaDB 11.8. */
@Tag("deep")
final class NewMariaDbLogIT extends MariaDbLogIT {

  @Override
  DatabaseServer started() {
    return again(
        ServerConfig.inFolder(TestFolders.fresh("log-mariadb-13"))
            .withSource(ServerSource.DEBIAN13));
  }
}
