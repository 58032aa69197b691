package io.matapalo.perf.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown pages of the repository. Stateless. */
final class Pages {
  static final Path ROOT = Path.of(System.getProperty("matapalo.root"));

  private Pages() {}

  /** Paths from the root of the repository, in order. */
  static List<String> all() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              docs.map(file -> ROOT.relativize(file).toString())
                  .filter(name -> name.endsWith(".md")),
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
          .sorted()
          .toList();
    }
  }
}
