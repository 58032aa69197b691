package io.matapalo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.server.TestFolders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A database as a process of its own, from the packaged jar. */
class DatabaseIT {

  @Test
  void databaseTellsItsAddressAndLeavesNothingBehind() throws Exception {
    Path folder = TestFolders.fresh("database-command");
    Path saved = folder.resolve("shop.env");
    Process process = database("--save", saved.toString());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(next(reader, "node")).matches("node a  127\\.0\\.0\\.1:\\d+  process \\d+");
      assertThat(next(reader, "ready")).startsWith("ready: database shop;").endsWith(". " + saved);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
          .as("the password is in it")
          .isEqualTo("rw-------");
      String url = "jdbc:mysql://" + variable(saved, "DATABASE_NODE") + "/shop";
      try (Connection connection =
          DriverManager.getConnection(
              url, variable(saved, "JDBC_USER"), variable(saved, "JDBC_PASSWORD"))) {
        assertThat(connection.isValid(5)).isTrue();
      }
      process.toHandle().destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(folder).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void unknownTopologyIsExplained() throws Exception {
    Process process = database("--topology", "ring");
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said).contains("single, primary-replica, galera").contains("'ring'");
  }

  /** The next line that begins so; lines of the log may come between. */
  private static String next(BufferedReader reader, String beginning) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = reader.readLine();
    }
    return Objects.requireNonNullElse(line, "the command has ended");
  }

  private static String variable(Path saved, String name) throws IOException {
    String start = "export " + name + "=";
    return Files.readAllLines(saved).stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  private static Process database(String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dmatapalo.root=" + System.getProperty("matapalo.root", "."),
                "-jar",
                Path.of("target", "testkit.jar").toString(),
                "database"));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }
}
