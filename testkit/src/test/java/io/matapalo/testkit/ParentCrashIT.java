package io.matapalo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.server.TestFolders;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers end with the JVM that started them, even when that has no time to say so. */
class ParentCrashIT {

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void serversEndSoonAfterTheirParent(String signal) throws Exception {
    Path folder = TestFolders.fresh("parent-crash-" + signal);
    Process parent = parent(folder);
    try {
      List<ProcessHandle> servers = servers(parent);
      assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);

      new ProcessBuilder("kill", "-" + signal, String.valueOf(parent.pid())).start().waitFor();
      assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();

      for (ProcessHandle server : servers) {
        server.onExit().get(10, TimeUnit.SECONDS);
      }
    } finally {
      parent.destroyForcibly();
    }
    assertThat(folder.resolve("mariadb/mariadb.log")).content().contains("Shutdown complete");
  }

  private static Process parent(Path folder) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dmatapalo.root=" + System.getProperty("matapalo.root", "."),
            "-cp",
            System.getProperty("java.class.path"),
            CrashingParent.class.getName(),
            folder.toString())
        .redirectError(folder.resolve("parent.err").toFile())
        .start();
  }

  private static List<ProcessHandle> servers(Process parent) throws Exception {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8));
    String line = reader.readLine();
    while (line != null && !line.startsWith("pids ")) {
      line = reader.readLine();
    }
    assertThat(line).as("line with the process ids").isNotNull();
    return Arrays.stream(line.split(" ", -1))
        .skip(1)
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }
}
