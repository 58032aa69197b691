package com.turnstile.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private static final String URL = "jdbc:mysql://127.0.0.1:1/turnstile";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return Main.run(
        List.of(words),
        Map.of("MATAPALO_JDBC_PASSWORD", "secret-1"),
        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--url URL --user u             | --size S|M|L must be given",
        "--size M --url URL             | --user must be given",
        "--size M --user u              | --url must be given",
        "--size X --url URL --user u    | --size is S, M or L, was X",
        "--size M --url mysql: --user u | --url must begin with jdbc:mysql://",
        "--orders many --url URL --user u | --orders is a whole number",
        "--size M --url URL --user      | --user needs a value",
        "--speed 5                      | unknown option --speed",
      })
  void wrongCommandLineIsRefused(String line, String message) {
    assertThat(run(line.replace("URL", URL).split(" +"))).isEqualTo(2);

    assertThat(err.toString(UTF_8)).contains(message, "--help lists the options");
  }

  @Test
  void noServerIsToldAsThat() {
    assertThat(run("--size", "M", "--url", URL.replace("//", "//app:secret-2@"), "--user", "app"))
        .isEqualTo(1);

    assertThat(err.toString(UTF_8))
        .contains("no connection to " + URL + " as user app", "does it run")
        .doesNotContain("what was written stays", "secret-", "Exception");
    assertThat(err.toString(UTF_8).lines()).hasSize(1);
  }
}
