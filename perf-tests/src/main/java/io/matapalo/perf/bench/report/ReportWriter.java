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

  private ReportWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * A writer into a folder, which is made; older reports in it stay until {@link #write}.
   *
   * @throws IOException if no file can be made there: known now, not after the run
   */
  public static ReportWriter into(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, "report", ".part"));
    return new ReportWriter(folder);
  }

  /** Where the files go. */
  public Path folder() {
    return folder;
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
