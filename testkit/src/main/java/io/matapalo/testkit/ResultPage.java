package io.matapalo.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A page of {@code docs/results}: what a proof or a benchmark has shown, after a table that says by
 * which command, on which commit and machine, with which settings. The table also names what was
 * measured, so that a test of the build finds pages that are older than their subject. Confined to
 * one thread.
 */
public final class ResultPage {
  private final String name;
  private final Subject subject;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final StringBuilder body = new StringBuilder();

  /**
   * What a page measures.
   *
   * @param command how the page is made again
   * @param settings of what was measured, where they are not the defaults: a reader must see with
   *     which the page holds
   * @param sources files and folders from the working copy's root; a change of one ages the page
   * @param allowance how long before the latest change of a source the page may have been made
   */
  public record Subject(String command, String settings, List<String> sources, Duration allowance) {
    public Subject {
      sources = List.copyOf(sources);
      if (settings.isBlank()) {
        throw new IllegalArgumentException("a page must name the settings: " + command);
      }
      if (sources.isEmpty()) {
        throw new IllegalArgumentException("a page must name what it measures: " + command);
      }
    }
  }

  /**
   * An empty page.
   *
   * @param name of the file, without its ending
   */
  public ResultPage(String name, Subject subject) {
    this.name = name;
    this.subject = subject;
  }

  /** A row of the table, after those that every page has. */
  public ResultPage fact(String what, Object value) {
    facts.put(what, value);
    return this;
  }

  /**
   * A line below the table; a table's row is one, an empty one ends a paragraph. A long line of
   * prose is broken; rows and code are as wide as they are.
   */
  public ResultPage line(String text) {
    body.append(text).append('\n');
    return this;
  }

  /** Writes {@code docs/results/NAME.md} in the working copy {@code root}. */
  public Path write(Path root, Instant ended) throws IOException {
    Path file = root.resolve("docs/results").resolve(name + ".md");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text(root, ended));
  }

  /** What {@link #write} writes, for a run that is not to be kept. */
  public String text(Path root, Instant ended) {
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("endedAt", ended);
    rows.put("command", "`%s`".formatted(subject.command()));
    rows.put("settings", subject.settings());
    rows.put(
        "measures",
        subject.sources().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")));
    rows.put("allowance", subject.allowance().toDays() + " days");
    rows.putAll(MeasuredOn.facts(root));
    rows.putAll(facts);
    StringBuilder page = new StringBuilder("# %s%n%n| what | value |%n|---|---|%n".formatted(name));
    rows.forEach((what, value) -> page.append("| %s | %s |%n".formatted(what, value)));
    page.append('\n');
    body.toString().lines().forEach(new ProseLines(page)::add);
    return page.toString();
  }
}
