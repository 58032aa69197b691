package io.matapalo.perf.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import io.matapalo.testkit.server.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A reader of docs/first-service.md types its commands one after the other: the first one in a
 * terminal of its own, all others in one shell. Each prints what the page promises, numbers aside.
 * Only the build is left out, and files go to a folder of this test.
 */
@Execution(ExecutionMode.CONCURRENT)
class FirstServiceIT {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final String DATABASE = "./matapalo database";

  private final Path folder = TestFolders.fresh("first-service");

  @Test
  void eachCommandPrintsWhatThePagePromises() throws Exception {
    List<ConsolePage.Step> steps = ConsolePage.read(ROOT.resolve("docs/first-service.md")).steps();
    ConsolePage.Step database =
        steps.stream()
            .filter(step -> step.command().startsWith(DATABASE))
            .findFirst()
            .orElseThrow();
    Path log = folder.resolve("database.log");
    try (SupervisedProcess servers = started(log, database.command())) {
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> !servers.isAlive() || Files.readString(log).contains("ready: "));
      assertPromised(database, log);

      List<ConsolePage.Step> others =
          steps.stream().filter(step -> !step.equals(database)).toList();
      try (SupervisedProcess shell = started(folder.resolve("shell.log"), script(others))) {
        assertThat(shell.ended(DEADLINE)).as("all commands of the page end").isTrue();
      }
      for (int i = 0; i < others.size(); i++) {
        assertPromised(others.get(i), output(i));
      }
    }
  }

  /** One shell for all, so that variables stay; the output of each command in a file. */
  private String script(List<ConsolePage.Step> steps) {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      script.append("{ %s\n} > '%s' 2>&1\n".formatted(steps.get(i).command(), output(i)));
    }
    return script.toString();
  }

  private Path output(int step) {
    return folder.resolve("output-" + step + ".log");
  }

  private void assertPromised(ConsolePage.Step step, Path output) throws IOException {
    String text = Files.readString(output).replace(folder.toString(), "target");
    List<String> lines = text.lines().map(ConsolePage::masked).toList();
    int from = 0;
    for (List<String> run : step.runs()) {
      int found = Collections.indexOfSubList(lines.subList(from, lines.size()), run);
      assertThat(found)
          .as("$ %s%nprints%n%s%nwhich has not, in this place, %s", step.command(), text, run)
          .isNotNegative();
      from += found + run.size();
    }
  }

  private SupervisedProcess started(Path log, String commands) {
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    return SupervisedProcess.start(
        ProcessPlan.of(log, List.of("bash", "-c", here(commands)))
            .withWorkingFolder(ROOT)
            .withEnvironment("PATH", path)
            .withEnvironment("LC_ALL", "C.UTF-8"));
  }

  /** The commands on the jars of this build, with their files in this test's folder. */
  private String here(String commands) {
    return commands
        .replace("./matapalo build", "true")
        .replace(
            DATABASE,
            "exec java --enable-native-access=ALL-UNNAMED -Dmatapalo.root=. -jar"
                + " testkit/target/testkit.jar database --save target/database.env")
        .replace("./matapalo trace", "java -jar perf-tests/target/perf-tests.jar trace")
        .replace("./matapalo migrate", "java -jar migration/target/migration.jar")
        .replace(" target/database.env", " " + folder.resolve("database.env"))
        .replace("target/library.json", folder.resolve("library.json").toString());
  }
}
