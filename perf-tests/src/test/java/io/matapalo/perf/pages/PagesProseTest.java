package io.matapalo.perf.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every page can be read at first sight: lines of at most 120 characters, paragraphs of at most 80
 * words, table cells of at most 120 characters. The rule is rule 4 of the house's prose.
 */
final class PagesProseTest {
  /** Programs write these pages: their rows are as wide as what was measured. */
  private static final String MEASURED = "docs/results/";

  @Test
  void pagesAreReadableAtFirstSight() throws IOException {
    List<String> findings = new ArrayList<>();
    for (String page : Pages.all()) {
      findings.addAll(findingsIn(page));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void longLineIsFoundWithItsPlace() {
    assertThat(MarkdownProse.findings("a.md", List.of("", "x".repeat(121))))
        .containsExactly("a.md:2: a line of 121 characters; break it before 121");
  }

  @Test
  void longParagraphIsFoundAtItsFirstLine() {
    List<String> lines = List.of("- an item", "", "one two", "three ".repeat(79).strip());
    assertThat(MarkdownProse.findings("a.md", lines).getFirst())
        .startsWith("a.md:4: a line of 473 characters");
    assertThat(MarkdownProse.findings("a.md", lines).getLast())
        .startsWith("a.md:3: a paragraph of 81 words, more than 80");
  }

  @Test
  void fullCellIsFoundAndRowsMayBeLong() {
    assertThat(MarkdownProse.findings("a.md", List.of("| " + "x ".repeat(50) + "| y |"))).isEmpty();
    assertThat(MarkdownProse.findings("a.md", List.of("| a | " + "x".repeat(121) + " |")))
        .containsExactly(
            "a.md:1: a table cell of 121 characters, more than 120; move the rest below the table");
  }

  @Test
  void codeAndTargetsOfLinksDoNotCount() {
    String wide = "x".repeat(200);
    assertThat(
            MarkdownProse.findings(
                "a.md",
                List.of("```", wide, "```", "", "    " + wide, "", "see [it](" + wide + ")")))
        .isEmpty();
  }

  private static List<String> findingsIn(String page) throws IOException {
    return MarkdownProse.findings(page, Files.readAllLines(Pages.ROOT.resolve(page))).stream()
        .filter(finding -> !(page.startsWith(MEASURED) && finding.contains("a table cell of")))
        .toList();
  }
}
