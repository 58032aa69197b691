package io.matapalo.testkit.mariadb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerCache;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The tables a MariaDB server keeps about itself, made once for each build of the server and then
 * copied, which takes a fraction of the time. They hold no application user. Stateless; safe among
 * processes that share a cache.
 */
final class SystemTables {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  // Raised when the recipe below changes.
  private static final String RECIPE = "1";

  private SystemTables() {}

  /** Makes the folder a data folder, unless it is one already. */
  static void ensure(ServerCache cache, MariaDbBinaries binaries, Path dataFolder) {
    new DataFolder(dataFolder)
        .ensure(
            cache,
            "system-tables-" + fingerprint(binaries),
            binaries.origin(),
            folder -> bootstrap(binaries, folder));
  }

  private static void bootstrap(MariaDbBinaries binaries, Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path temporary = folder.resolve("tmp");
    Path input = temporary.resolve("system-tables.sql");
    writeScript(binaries, input);
    List<String> words = new ArrayList<>(binaries.program().command());
    words.addAll(List.of("--bootstrap", "--datadir=" + data, "--tmpdir=" + temporary));
    words.addAll(List.of("--log-warnings=0", "--max-allowed-packet=8M"));
    words.addAll(List.of("--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M"));
    if (ServerAccount.isRoot()) {
      words.add("--user=root");
    }
    Command.of(words)
        .with("LD_LIBRARY_PATH", ProcessPlan.joined(binaries.libraryFolders()))
        .reading(input)
        .within(DEADLINE)
        .run();
  }

  // MariaDB's bootstrap takes one statement up to the end of a line that ends with a semicolon.
  private static void writeScript(MariaDbBinaries binaries, Path file) throws IOException {
    try (Writer script = Files.newBufferedWriter(file, ISO_8859_1)) {
      script.write("create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n");
      for (Path part : binaries.systemTableScripts()) {
        script.write(Files.readString(part, ISO_8859_1));
        script.write("\n");
      }
    }
  }

  static String fingerprint(MariaDbBinaries binaries) {
    String text = RECIPE + binaries.origin() + binaries.server() + binaries.shareFolder();
    return HexFormat.of().toHexDigits(text.hashCode());
  }
}
