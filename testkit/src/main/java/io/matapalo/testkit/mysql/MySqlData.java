package io.matapalo.testkit.mysql;

import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The data folder of a MySQL server, initialised once for each version and then copied, which takes
 * a fraction of the time. Stateless; safe among processes that share a cache.
 */
final class MySqlData {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  // Raised when the recipe below changes.
  private static final String RECIPE = "1";

  // No SUPER, CONNECTION_ADMIN or SYSTEM_VARIABLES_ADMIN: an application's user must not write to a
  // read-only server, nor get in where nobody else does.
  private static final String RIGHTS =
      "select, insert, update, delete, create, drop, references, index, alter, create temporary tables,"
          + " lock tables, execute, create view, show view, create routine, alter routine, event, trigger,"
          + " process, reload, replication slave, replication client";

  private MySqlData() {}

  /** Makes the folder a data folder, unless it is one already, with the logins of the settings. */
  static void ensure(ServerConfig config, ServerProgram program) {
    DataFolder folder = new DataFolder(config.dataFolder());
    folder.ensure(
        config.cache(),
        "mysql-data-" + HexFormat.of().toHexDigits((RECIPE + program.origin()).hashCode()),
        program.origin(),
        place -> initialise(program, place));
    folder.writeLogins(loginScript(config.login()));
  }

  private static void initialise(ServerProgram program, Path folder) throws IOException {
    Path data = folder.resolve("data");
    List<String> words = new ArrayList<>(program.command());
    words.addAll(List.of("--initialize-insecure", "--datadir=" + data));
    words.add("--tmpdir=" + folder.resolve("tmp"));
    words.addAll(List.of("--innodb-buffer-pool-size=32M", "--innodb-redo-log-capacity=8M"));
    if (ServerAccount.isRoot()) {
      words.add("--user=root");
    }
    Command.of(words).within(DEADLINE).run();
    // It holds the server's own id, which no two may share.
    Files.deleteIfExists(data.resolve("auto.cnf"));
  }

  /** Runs at each start, before the first connection; it is not in the binary log. */
  private static String loginScript(ServerConfig.Login login) {
    return """
    set sql_log_bin=0;
    drop user if exists root@localhost;
    create user if not exists %1$s@'%%' identified by '%3$s';
    alter user %1$s@'%%' identified by '%3$s';
    grant all on *.* to %1$s@'%%' with grant option;
    create user if not exists %2$s@'%%' identified by '%3$s';
    alter user %2$s@'%%' identified by '%3$s';
    grant %4$s on *.* to %2$s@'%%';
    set sql_log_bin=1;
    """
        .formatted(DatabaseServer.ADMINISTRATOR, login.user(), login.password(), RIGHTS);
  }
}
