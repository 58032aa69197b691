package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fast path in a process of its own, to be killed; for tests. */
record FastPathProcess(Process process, SoapClient client) implements AutoCloseable {

  private static final Path JAR_LOGGING = Path.of("src/main/resources/logback.xml");

  /** Starts on the settings in {@code yaml} and waits until it serves. */
  static FastPathProcess start(Path folder, String yaml, String password) throws IOException {
    Path config = Files.writeString(folder.resolve("fast-path.yaml"), yaml);
    Path log = folder.resolve("fast-path.log");
    ProcessBuilder builder = command("--config", config.toString());
    builder.environment().put("MATAPALO_JDBC_PASSWORD", password);
    Process process = builder.redirectError(log.toFile()).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String ready = output.readLine();
      assertThat(ready).as(Files.readString(log)).startsWith("fast path ready at http://127");
      URI url = URI.create(ready.substring(ready.indexOf("http")));
      return new FastPathProcess(process, new SoapClient(url));
    }
  }

  static ProcessBuilder command(String... arguments) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // That of the jar: the one for tests logs to standard output.
                "-Dlogback.configurationFile=" + JAR_LOGGING.toAbsolutePath(),
                "-cp",
                classPath,
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** At once, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
