package io.matapalo.testkit.binaries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A short-lived external program: it runs to its end or to its deadline. Immutable; each run is a
 * new process.
 */
public record Command(
    List<String> words,
    Map<String, String> environment,
    Path folder,
    Path input,
    Duration deadline) {
  private static final int MAX_OUTPUT_CHARACTERS = 200_000;
  private static final int MAX_MESSAGE_CHARACTERS = 2_000;

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least the name of its program");
    }
  }

  public static Command of(String... words) {
    return of(List.of(words));
  }

  public static Command of(List<String> words) {
    return new Command(words, Map.of(), Path.of("."), Path.of("/dev/null"), Duration.ofSeconds(60));
  }

  public Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(words, more, folder, input, deadline);
  }

  public Command in(Path newFolder) {
    return new Command(words, environment, newFolder, input, deadline);
  }

  public Command reading(Path newInput) {
    return new Command(words, environment, folder, newInput, deadline);
  }

  public Command within(Duration newDeadline) {
    return new Command(words, environment, folder, input, newDeadline);
  }

  /**
   * What a program left: its exit code and its output, errors included, cut to the last 200,000
   * characters.
   */
  public record Result(int exitCode, String output) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Runs the program and returns its output. Throws when it cannot start, fails, or misses the
   * deadline.
   */
  public String run() {
    Result result = attempt();
    if (!result.succeeded()) {
      throw new TestkitException(
          "%s ended with exit code %d: %s"
              .formatted(String.join(" ", words), result.exitCode(), lastOf(result.output())));
    }
    return result.output();
  }

  /**
   * Runs the program; a program that cannot be started counts as exit code 127. Throws past the
   * deadline.
   */
  public Result attempt() {
    try {
      Path output = Files.createTempFile("matapalo-command", ".out");
      try {
        return new Result(exitCode(output), tail(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestkitException("interrupted while running " + words.getFirst(), e);
    }
  }

  private int exitCode(Path output) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(words))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(input.toFile())
            .directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TestkitException(
            "%s did not end within %s: %s"
                .formatted(String.join(" ", words), deadline, lastOf(tail(output))));
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lastOf(String text) {
    return text.substring(Math.max(0, text.length() - MAX_MESSAGE_CHARACTERS)).strip();
  }

  private static String tail(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), UTF_8);
    return text.substring(Math.max(0, text.length() - MAX_OUTPUT_CHARACTERS));
  }
}
