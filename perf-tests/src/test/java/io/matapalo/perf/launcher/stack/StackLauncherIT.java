package io.matapalo.perf.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.perf.Main;
import io.matapalo.perf.launcher.servers.TestkitProcesses;
import io.matapalo.testkit.server.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes (sh and this JVM's own java), servers faked. */
final class StackLauncherIT {
  private static final String WEB =
      """
          command: ["${java}", -cp, "${classes}", io.matapalo.perf.launcher.stack.TinyWebServer, "${port.web}"]
      """;

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final List<Long> pids = new CopyOnWriteArrayList<>();
  private final Progress progress =
      new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), Main.systemClock());

  private RunningStack start(String processes) throws Exception {
    Path file = folder.resolve("s.yaml");
    Files.writeString(
        file,
        "name: s\nports: [web]\npublic-port: web\nservers: {mariadb: {database: d}}\n"
            + "addresses: {web: \"http://127.0.0.1:${port.web}\"}\nprocesses:\n"
            + processes);
    Placeholders values = new Placeholders();
    values.put("port.web", Integer.toString(FreePorts.next()));
    values.put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    values.put("classes", Path.of("target", "test-classes").toAbsolutePath().toString());
    values.put("root", folder.toString());
    RunFolder run = RunFolder.create(folder, "run-1");
    values.put("run", run.path().toString());
    return launcher().start(StackFile.read(file), run, values);
  }

  private StackLauncher launcher() {
    StackServers servers =
        (name, spec, _, values) -> {
          values.put("mariadb.url", "jdbc:mysql://fake/" + spec.database());
          return () -> ended.add(name);
        };
    ProcessStarter starter =
        command -> {
          RunningProcess process = new TestkitProcesses().start(command);
          pids.add(process.pid());
          return process;
        };
    return new StackLauncher(
        servers, starter, Main.systemClock(), Thread.ofVirtual().factory(), progress);
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private boolean allGone() {
    return pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  @Test
  void stackStartsInOrderAndStopsInReverse() throws Exception {
    String processes =
        """
          - name: schema
            after: [mariadb]
            command: [sh, -c, 'echo migrated $URL; cat text.txt']
            environment: {URL: "${mariadb.url}"}
            files: [{path: "${run}/text.txt", text: "port ${port.web}"}]
            ready: {exit: 0, within: 20s}
          - name: web
            after: [schema]
        """
            + WEB.indent(-2).indent(2)
            + "    ready: {http: \"http://127.0.0.1:${port.web}/health\", within: 30s}\n";
    try (RunningStack stack = start(processes)) {
      assertThat(stack.addresses()).containsKey("web");
      assertThat(Files.readString(stack.folder().log("schema")))
          .contains("migrated jdbc:mysql://fake/d")
          .contains("port ");
      assertThat(output())
          .containsSubsequence("mariadb is ready", "schema is done", "web is ready");
      Files.writeString(stack.folder().data("x"), "bulk");
    }
    assertThat(ended).containsExactly("mariadb");
    assertThat(allGone()).isTrue();
    assertThat(folder.resolve("target/stack/run-1/data")).doesNotExist();
    assertThat(folder.resolve("target/stack/run-1/logs/web.log")).exists();
  }

  @Test
  void processThatEndsEarlyIsNamedWithItsLastLinesAndNothingIsLeft() {
    String processes =
        """
          - name: steady
            command: [sh, -c, 'echo up; exec sleep 600']
            ready: {log: "^up$", within: 20s}
          - name: broken
            after: [steady]
            command: [sh, -c, 'echo cannot open the box; exit 3']
            ready: {tcp: "${port.web}", within: 20s}
        """;
    assertThatThrownBy(() -> start(processes))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("broken ended with exit code 3")
        .hasMessageContaining("cannot open the box")
        .hasMessageContaining("broken.log");
    assertThat(ended).containsExactly("mariadb");
    assertThat(allGone()).isTrue();
  }

  @Test
  void processThatIsNeverReadyIsGivenUpAtItsDeadline() {
    String processes =
        """
          - name: idle
            command: [sh, -c, 'exec sleep 600']
            ready: {http: "http://127.0.0.1:${port.web}/", within: 700ms}
        """;
    assertThatThrownBy(() -> start(processes))
        .hasMessageContaining("idle was not ready within")
        .hasMessageContaining("GET http://127.0.0.1:")
        .hasMessageContaining("the log is empty");
    assertThat(allGone()).isTrue();
  }

  @Test
  void unknownPlaceholderAndFileOutsideTheRunFolderAreRefused() {
    assertThatThrownBy(() -> start("  - {name: a, command: [\"${nothing}\"], ready: {exit: 0}}\n"))
        .hasMessageContaining("${nothing} is not known");
    assertThatThrownBy(() ->
            start(
                "  - {name: a, command: [x], files: [{path: \"${root}/x\", text: y}], ready: {exit: 0}}\n"))
        .hasMessageContaining("only in its run folder");
    assertThat(ended).containsExactly("mariadb", "mariadb");
  }

  @Test
  void missingFolderToCopyAsksWhetherItIsBuilt() throws IOException {
    assertThatThrownBy(() ->
            start(
                "  - {name: a, command: [x], copies: [{from: \"${root}/no\", to: \"${run}/data/no\"}], ready: {exit: 0}}\n"))
        .hasMessageContaining("is it built?");
  }
}
