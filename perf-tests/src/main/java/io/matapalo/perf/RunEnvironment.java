package io.matapalo.perf;

import io.matapalo.perf.stack.RunningStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** On what a run was measured. Confined to the main thread. */
final class RunEnvironment {
  private static final String UNKNOWN = "unknown";

  private final Platform platform;
  private final RunningStack stack;
  private final RunNames names;

  RunEnvironment(Platform platform, RunningStack stack, RunNames names) {
    this.platform = platform;
    this.stack = stack;
    this.names = names;
  }

  Map<String, Object> describe() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("run", names.runId());
    facts.put("endedAt", platform.wallClock().instant().toString());
    facts.put("command", "matapalo " + platform.commandLine());
    facts.put("seed", names.seed());
    facts.put("size", stack.placeholders().find("size").orElse(UNKNOWN));
    facts.put("commit", commit());
    facts.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    facts.put(
        "os",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    facts.put("processor", processor());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("database", stack.placeholders().find("mariadb.origin").orElse(UNKNOWN));
    facts.put("databaseNetwork", databaseNetwork());
    facts.put("redis", stack.placeholders().find("redis.origin").orElse(UNKNOWN));
    facts.put("memcached", stack.placeholders().find("memcached.origin").orElse(UNKNOWN));
    return facts;
  }

  /**
   * Belongs into every title: numbers with and without a relay must never be taken for each other.
   */
  String databaseNetwork() {
    return stack.placeholders().find("mariadb.network").orElse("no database of the stack");
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      // Not Linux.
      return UNKNOWN;
    }
  }

  private String commit() {
    String head = git("rev-parse", "HEAD");
    return git("status", "--porcelain").isEmpty() ? head : head + " with local changes";
  }

  private String git(String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-C", platform.root().toString()));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? text : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
