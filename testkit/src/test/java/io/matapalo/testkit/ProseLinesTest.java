package io.matapalo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a result page's text looks like when it is written. */
class ProseLinesTest {
  private final StringBuilder page = new StringBuilder();
  private final ProseLines lines = new ProseLines(page);

  @Test
  void longProseIsBrokenAtItsWords() {
    lines.add("word ".repeat(30).strip());

    assertThat(page)
        .hasToString("word ".repeat(24).strip() + "\n" + "word ".repeat(6).strip() + "\n");
  }

  @Test
  void restOfAnItemIsIndented() {
    lines.add("- " + "word ".repeat(25).strip());

    assertThat(page).hasToString("- " + "word ".repeat(23).strip() + "\n  word word\n");
  }

  @Test
  void paragraphOfAnItemStaysInIt() {
    lines.add("  " + "word ".repeat(25).strip());

    assertThat(page).hasToString("  " + "word ".repeat(23).strip() + "\n  word word\n");
  }

  @Test
  void rowsCodeAndLongWordsStayAsTheyAre() {
    String wide = "x y ".repeat(60);
    lines.add("| " + wide + "|");
    lines.add("    " + wide);
    lines.add("```text");
    lines.add(wide);
    lines.add("```");
    lines.add("z".repeat(200));

    assertThat(page.toString().lines())
        .containsExactly("| " + wide + "|", "    " + wide, "```text", wide, "```", "z".repeat(200));
  }
}
