package io.matapalo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * On what something was measured: commit and machine, for the pages and reports that tell it.
 * Stateless; what cannot be found out is {@code unknown}.
 */
public final class MeasuredOn {
  private static final String UNKNOWN = "unknown";

  private MeasuredOn() {}

  /** Commit, java, os, processor and cores, in this order; {@code root} is the working copy. */
  public static Map<String, Object> facts(Path root) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("commit", commit(root));
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
    return facts;
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

  private static String commit(Path root) {
    String head = git(root, "rev-parse", "HEAD");
    return git(root, "status", "--porcelain").isEmpty() ? head : head + " with local changes";
  }

  private static String git(Path root, String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
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
