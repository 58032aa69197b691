package io.matapalo.router.proof;

import io.matapalo.testkit.ResultPage;
import io.matapalo.testkit.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a proof of the router has shown, on a page of {@code docs/results}. Everything is printed
 * too. Confined to the proof's thread.
 */
final class ProofPage {
  private static final List<String> SOURCES =
      List.of("replica-router/src/main", "replica-router/src/test/java/io/matapalo/router/proof");
  private static final Duration ALLOWANCE = Duration.ofDays(3);

  private final ResultPage page;
  private int held;

  /**
   * @param proof what {@code ./matapalo prove} calls it
   * @param settings of the routers, where they are not the defaults
   */
  ProofPage(String proof, String settings) {
    this.page =
        new ResultPage(
            "router-" + proof + ProofServers.suffix(),
            new ResultPage.Subject(
                "./matapalo prove " + proof + ProofServers.option(), settings, SOURCES, ALLOWANCE));
  }

  /** The servers that the proof ran on. */
  void servers(Topology servers) {
    page.fact("servers", ProofServers.origins(servers));
  }

  /** A line of the page; a table's row is one, an empty one ends a paragraph. */
  void line(String text) {
    System.out.println(text);
    page.line(text);
  }

  /** A test of the proof has ended well. */
  void holds() {
    held++;
  }

  /**
   * Writes the page where system property matapalo.prove asks for it and every test of the proof
   * has held.
   */
  void write(int tests) {
    if (!Boolean.getBoolean("matapalo.prove") || held < tests) {
      return;
    }
    try {
      page.write(Path.of(System.getProperty("matapalo.root")), Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException("the page of the proof cannot be written", e);
    }
  }
}
