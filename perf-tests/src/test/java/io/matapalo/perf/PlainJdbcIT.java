package io.matapalo.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The example of a plain JDBC program, by the commands of its page and with nothing changed in them
 * but the database's address and the places of files.
 */
@Execution(ExecutionMode.CONCURRENT)
class PlainJdbcIT {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static MariaDb database;

  @BeforeAll
  static void start() {
    database = MariaDb.start(ServerConfig.inFolder(folder.resolve("mariadb")));
    database.createDatabase("library");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void reportNamesTheNPlusOneOfAProgramThatKnowsNothingOfIt() throws Exception {
    String program = documented("java ");
    String url = database.jdbcUrl("library").replaceFirst("^jdbc:", "jdbc:matapalo:");
    String printed =
        run(
            "library.log",
            program
                .replace("jdbc:matapalo:mysql://127.0.0.1:3306/library", "'" + url + "'")
                .replaceAll(" reader$", " " + database.user())
                .replace("target/library.json", report().toString()));
    assertThat(printed).contains("Borges\n  Selected works, volume 1\n");

    String trace =
        run(
            "trace.log",
            documented("./matapalo ")
                .replace("target/library.json", report().toString())
                .replace("./matapalo", "java -jar perf-tests/target/perf-tests.jar"));
    assertThat(trace)
        .contains("Library on library.json: 1 request")
        .contains("6 select, 10 insert, 0 update, 0 delete, 2 other: 18 a request")
        .contains("1 committed, 0 rolled back")
        .contains(documentedOutput());
  }

  /** The page promises these lines of the report. */
  private static String documentedOutput() throws IOException {
    List<String> lines =
        page().stream().dropWhile(line -> !line.strip().startsWith("N+1 groups")).limit(3).toList();
    assertThat(lines).as("lines of the page").hasSize(3);
    return String.join("\n", lines.stream().map(line -> line.substring(4)).toList());
  }

  private static Path report() {
    return folder.resolve("library.json");
  }

  /** The indented command that begins so, with the lines that continue it. */
  private static String documented(String beginning) throws IOException {
    StringBuilder command = new StringBuilder();
    for (String line : page()) {
      boolean inside = command.length() > 0;
      if (line.startsWith("    " + beginning) || inside) {
        command.append(line.strip());
        if (!line.endsWith("\\")) {
          return command.toString();
        }
        command.setLength(command.length() - 1);
      }
    }
    throw new AssertionError("the page has no command " + beginning);
  }

  private static List<String> page() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/examples/plain-jdbc.md"));
  }

  private static String run(String log, String command) throws Exception {
    Path output = folder.resolve(log);
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    try (SupervisedProcess process =
        SupervisedProcess.start(
            ProcessPlan.of(output, List.of("bash", "-c", command))
                .withWorkingFolder(ROOT)
                .withEnvironment("PATH", path)
                .withEnvironment("JDBC_PASSWORD", database.password()))) {
      assertThat(process.ended(DEADLINE)).as(command).isTrue();
      assertThat(process.exitCode()).as(Files.readString(output)).hasValue(0);
    }
    return Files.readString(output);
  }
}
