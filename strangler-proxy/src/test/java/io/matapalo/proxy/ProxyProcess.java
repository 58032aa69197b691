package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxy as operators have it: a process of the packaged jar, whose log is kept beside its
 * configuration. Confined to one thread.
 */
final class ProxyProcess implements AutoCloseable {

  static final int KILLED_BY_SIGTERM = 128 + 15;
  private static final Path JAR = Path.of("target", "strangler-proxy.jar");

  private final Process process;
  private final Path log;

  private ProxyProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it with this configuration and these options. */
  static ProxyProcess start(Path config, String... options) throws IOException {
    return startAfter("true", config, options);
  }

  /** The same, after a shell has done this to itself: limits, variables of the environment. */
  static ProxyProcess startAfter(String shell, Path config, String... options) throws IOException {
    Path log = Files.createTempFile(config.getParent(), "stderr", ".log");
    List<String> command = new ArrayList<>(List.of("bash", "-c", shell + "; exec \"$@\"", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.toString(), "--config", config.toString()));
    command.addAll(List.of(options));
    return new ProxyProcess(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /** Waits until it serves; to be asked once. */
  int readyPort() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).as(errors()).startsWith("proxy ready at http://127.0.0.1:");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has logged so far. */
  String errors() throws IOException {
    return Files.readString(log);
  }

  /** Asks it to end. */
  void terminate() {
    process.destroy();
  }

  void hangUp() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start().waitFor()).isZero();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** How many files and sockets it has open. */
  long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(kernel("fd"))) {
      return open.count();
    }
  }

  /** A number of the file of this name under {@code /proc/PID}, in the file's unit. */
  long number(String file, String key) throws IOException {
    String text = Files.readString(kernel(file));
    Matcher matcher = Pattern.compile("(?m)^" + key + ":?\\s+(\\d+)").matcher(text);
    assertThat(matcher.find()).as(key + " in " + text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private Path kernel(String file) {
    return Path.of("/proc", Long.toString(pid()), file);
  }

  /** Kills it, if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
