package com.turnstile.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page of docs/results: what was shown, after what it was shown with. */
final class ProofPage {

  private ProofPage() {}

  /**
   * Writes {@code docs/results/NAME.md}.
   *
   * @param proof what {@code ./matapalo prove} calls it
   * @param data what was in the database
   */
  static void write(String name, String proof, String data, String body)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("matapalo.root"));
    String page =
        """
        # %s

        | what | value |
        |---|---|
        | endedAt | %s |
        | command | matapalo prove %s |
        | data | %s |
        | commit | %s |
        | java | %s %s |
        | os | %s %s %s |
        | processor | %s |
        | cores | %d |
        | database | %s, buffer pool %d MB, on loopback |

        %s\
        """
            .formatted(
                name,
                Instant.now(),
                proof,
                data,
                commit(root),
                System.getProperty("java.vendor"),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Surroundings.database().origin(),
                Surroundings.database().config().bufferPoolMegabytes(),
                body);
    Files.writeString(root.resolve("docs/results/" + name + ".md"), page);
  }

  private static String processor() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static String commit(Path root) throws IOException, InterruptedException {
    String head = git(root, "rev-parse", "HEAD");
    return git(root, "status", "--porcelain").isEmpty() ? head : head + " with local changes";
  }

  private static String git(Path root, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "unknown";
  }
}
