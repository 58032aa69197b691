package io.matapalo.perf.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code summary.json}, {@code report.html} and {@code report.txt}, and makes the text for
 * the terminal. Thread-safe.
 */
public final class ReportWriter {
  private final Path folder;

  public ReportWriter(Path folder) {
    this.folder = folder;
  }

  /** The report as plain text. */
  public static String text(Report report) {
    return TextReport.of(report);
  }

  /** Writes the three files; older ones are replaced. */
  public void write(Report report) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("summary.json"), SummaryJson.of(report));
      Files.writeString(folder.resolve("report.html"), HtmlReport.of(report));
      Files.writeString(folder.resolve("report.txt"), text(report) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + folder, e);
    }
  }
}
