package io.matapalo.router.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a proof has shown, on a page of {@code docs/results}. Everything is printed too. Confined to
 * the proof's thread.
 */
final class ProofPage {
  private final String proof;
  private final StringBuilder body = new StringBuilder();
  private int held;

  /**
   * @param proof what {@code ./matapalo prove} calls it
   */
  ProofPage(String proof) {
    this.proof = proof;
  }

  /** A line of the page; a table's row is one, an empty one ends a paragraph. */
  void line(String text) {
    System.out.println(text);
    body.append(text).append('\n');
  }

  /** A test of the proof has ended well. */
  void holds() {
    held++;
  }

  /**
   * Writes {@code docs/results/router-NAME.md} where system property matapalo.prove asks for it and
   * every test of the proof has held.
   */
  void write(int tests) {
    if (!Boolean.getBoolean("matapalo.prove") || held < tests) {
      return;
    }
    Path root = Path.of(System.getProperty("matapalo.root"));
    String page =
        """
        # router-%s

        | what | value |
        |---|---|
        | endedAt | %s |
        | command | matapalo prove %s |
        | commit | %s |
        | java | %s %s |
        | os | %s %s %s |
        | processor | %s |
        | cores | %d |

        %s\
        """
            .formatted(
                proof,
                Instant.now(),
                proof,
                commit(root),
                System.getProperty("java.vendor"),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                body);
    try {
      Files.writeString(root.resolve("docs/results/router-" + proof + ".md"), page);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the page of proof " + proof, e);
    }
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
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
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
