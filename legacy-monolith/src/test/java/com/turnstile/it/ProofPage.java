package com.turnstile.it;

import io.matapalo.testkit.ResultPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A page of docs/results about Turnstile: what was shown, after what it was shown with. */
final class ProofPage {
  private static final List<String> SOURCES =
      List.of("legacy-monolith/src/main", "migration/turnstile");
  private static final Duration ALLOWANCE = Duration.ofDays(30);

  private ProofPage() {}

  /**
   * Writes {@code docs/results/NAME.md}.
   *
   * @param proof what {@code ./matapalo prove} calls it
   * @param data what was in the database
   */
  static void write(String name, String proof, String data, String body) throws IOException {
    new ResultPage(
            name,
            new ResultPage.Subject(
                "./matapalo prove " + proof,
                "buffer pool %d MB, defaults otherwise"
                    .formatted(Surroundings.BUFFER_POOL_MEGABYTES),
                SOURCES,
                ALLOWANCE))
        .fact("data", data)
        .fact(
            "database",
            "%s, buffer pool %d MB, on loopback"
                .formatted(Surroundings.database().origin(), Surroundings.BUFFER_POOL_MEGABYTES))
        .line(body.stripTrailing())
        .write(Path.of(System.getProperty("matapalo.root")), Instant.now());
  }
}
