package com.turnstile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Fills the tests' database as {@code ./matapalo data} does: for tests that have it for themselves.
 */
final class GeneratedData {

  private GeneratedData() {}

  static void load(String size) throws IOException, InterruptedException {
    Path target = Path.of(System.getProperty("turnstile.war")).getParent();
    ProcessBuilder generator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                target.resolve("turnstile-data.jar").toString(),
                "--size",
                size,
                "--url",
                Surroundings.database().jdbcUrl(Surroundings.DATABASE),
                "--user",
                Surroundings.database().user())
            .inheritIO();
    generator.environment().put("MATAPALO_JDBC_PASSWORD", Surroundings.database().password());
    Process running = generator.start();
    try {
      assertThat(running.waitFor(60, TimeUnit.MINUTES)).as("loaded within an hour").isTrue();
      assertThat(running.exitValue()).isZero();
    } finally {
      running.destroy();
    }
  }
}
