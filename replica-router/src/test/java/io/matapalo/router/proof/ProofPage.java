package io.matapalo.router.proof;

import io.matapalo.testkit.MeasuredOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

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
    StringBuilder page = new StringBuilder("# router-%s%n%n".formatted(proof));
    page.append("| what | value |\n|---|---|\n");
    page.append("| endedAt | %s |%n".formatted(Instant.now()));
    page.append("| command | matapalo prove %s |%n".formatted(proof));
    MeasuredOn.facts(root).forEach((what, is) -> page.append("| %s | %s |%n".formatted(what, is)));
    page.append('\n').append(body);
    try {
      Files.writeString(root.resolve("docs/results/router-" + proof + ".md"), page);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the page of proof " + proof, e);
    }
  }
}
