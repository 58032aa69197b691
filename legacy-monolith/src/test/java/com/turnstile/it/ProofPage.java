package com.turnstile.it;

import io.matapalo.testkit.MeasuredOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A page of docs/results: what was shown, after what it was shown with. */
final class ProofPage {

  private ProofPage() {}

  /**
   * Writes {@code docs/results/NAME.md}.
   *
   * @param proof what {@code ./matapalo prove} calls it
   * @param data what was in the database
   */
  static void write(String name, String proof, String data, String body) throws IOException {
    Path root = Path.of(System.getProperty("matapalo.root"));
    StringBuilder page = new StringBuilder("# %s%n%n".formatted(name));
    page.append("| what | value |\n|---|---|\n");
    page.append("| endedAt | %s |%n".formatted(Instant.now()));
    page.append("| command | matapalo prove %s |%n".formatted(proof));
    page.append("| data | %s |%n".formatted(data));
    MeasuredOn.facts(root).forEach((what, is) -> page.append("| %s | %s |%n".formatted(what, is)));
    page.append(
        "| database | %s, buffer pool %d MB, on loopback |%n%n"
            .formatted(
                Surroundings.database().origin(),
                Surroundings.database().config().bufferPoolMegabytes()));
    page.append(body);
    Files.writeString(root.resolve("docs/results/" + name + ".md"), page);
  }
}
