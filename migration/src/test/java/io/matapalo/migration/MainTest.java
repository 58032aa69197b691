package io.matapalo.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void helpNamesEveryCommand() {
    assertThat(execute(Map.of(), "--help")).isZero();

    assertThat(out.toString()).contains("update", "status", "rollback");
  }

  @Test
  void missingOptionsAreNamedAndUsageIsShown() {
    assertThat(execute(Map.of(), "update")).isEqualTo(2);

    assertThat(err.toString()).contains("--url", "--user", "--changelog", "Usage:");
  }

  @Test
  void unsetPasswordVariableIsNamed() throws IOException {
    int code =
        execute(
            Map.of(),
            "status",
            "--url=jdbc:mysql://127.0.0.1:1/shop",
            "--user=u",
            "--password-env=SHOP_PASSWORD",
            "--changelog=" + changelog());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("environment variable SHOP_PASSWORD is not set");
  }

  @ParameterizedTest
  @CsvSource({
    "--count=0, --count must be at least 1",
    "--count=two, Invalid value for option '--count'",
    "--connect-timeout=0, the time to connect must be positive",
    "--url=mysql://host/shop, the URL must start with jdbc:",
    "--changelog=none.yaml, no change log at none.yaml",
    "--table=orders, Unknown option: '--table=orders'",
  })
  void wrongOptionsAreRefusedBeforeAnythingIsConnectedTo(String option, String message)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("rollback", "--user=u", option));
    Map.of(
            "--count", "1",
            "--url", "jdbc:mysql://127.0.0.1:1/shop",
            "--changelog", changelog().toString())
        .forEach((name, value) -> {
          if (!option.startsWith(name)) {
            words.add(name + "=" + value);
          }
        });

    assertThat(execute(Map.of(), words.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString()).contains(message).doesNotContain("Exception");
  }

  @Test
  void failureIsOneLineWithoutThePassword() throws IOException {
    int code =
        execute(
            Map.of("SHOP_PASSWORD", "verySecret"),
            "update",
            "--url=jdbc:mysql://127.0.0.1:1/shop",
            "--user=u",
            "--password-env=SHOP_PASSWORD",
            "--connect-timeout=1",
            "--changelog=" + changelog());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("cannot connect to").doesNotContain("verySecret");
  }

  @Test
  void passwordAndItsVariableExcludeEachOther() throws IOException {
    int code =
        execute(
            Map.of(),
            "update",
            "--url=jdbc:mysql://127.0.0.1:1/shop",
            "--user=u",
            "--password=p",
            "--password-env=V",
            "--changelog=" + changelog());

    assertThat(code).isEqualTo(2);
  }

  private Path changelog() throws IOException {
    return Files.writeString(folder.resolve("root.yaml"), "databaseChangeLog: []\n");
  }

  private int execute(Map<String, String> environment, String... args) {
    CommandLine line = Main.commandLine(environment);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
