package io.matapalo.perf.launcher.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report of one operation on one side. Confined to one report. */
final class OperationText {
  private static final int SQL_WIDTH = 110;
  private static final int COLUMNS_WIDTH = 34;

  private final TracedOperation operation;
  private final int top;
  private final List<String> lines = new ArrayList<>();

  private OperationText(TracedOperation operation, int top) {
    this.operation = operation;
    this.top = top;
  }

  /**
   * The lines.
   *
   * @param latest the verbs of the statements of the latest request; none when they are not known
   */
  static List<String> lines(
      Recording recording, TracedOperation operation, List<String> latest, int top) {
    OperationText text = new OperationText(operation, top);
    text.lines.add(
        "%s on %s: %s, %d statements in all (%s)"
            .formatted(
                operation.operation(),
                recording.side(),
                text.divisorText(),
                operation.allStatements(),
                recording.origin()));
    text.totals();
    text.latest(latest);
    text.groups();
    text.statements();
    return text.lines;
  }

  private String divisorText() {
    if (operation.requests() == 0 && operation.units() > 0) {
      return operation.units() + " units of work outside finished requests";
    }
    return operation.requests() == 1 ? "1 request" : operation.requests() + " requests";
  }

  private void totals() {
    line(
        "statements",
        "%s select, %s insert, %s update, %s delete, %s other: %s a request"
            .formatted(
                each(operation.statements("select")),
                each(operation.statements("insert")),
                each(operation.statements("update")),
                each(operation.statements("delete")),
                each(operation.statements("other")),
                each(operation.allStatements())));
    line("distinct", operation.distinctDigests() + " statements without their values");
    line("duplicates", each(operation.duplicates()) + " (same statement, same values)");
    line(
        "N+1",
        known(operation.nPlusOne()) + " (same statement, other values, from the same call site)");
    line(
        "rows",
        "%s read, %s written".formatted(each(operation.rowsRead()), each(operation.rowsWritten())));
    line(
        "transactions",
        "%s committed, %s rolled back"
            .formatted(each(operation.commits()), each(operation.rollbacks())));
    line(
        "connections",
        "%s opened, %s borrowed with a wait of %s ms"
            .formatted(
                each(operation.connections()),
                each(operation.connectionsBorrowed()),
                millis(operation.connectionWaitNanos())));
    long outside = Math.max(0, operation.elapsedNanos() - operation.databaseNanos());
    line(
        "time",
        "%s ms: %s ms in the database, %s ms outside it"
            .formatted(
                millis(operation.elapsedNanos()),
                millis(operation.databaseNanos()),
                millis(outside)));
  }

  /** Without the cold requests that the averages have in them. */
  private void latest(List<String> verbs) {
    if (verbs.isEmpty()) {
      return;
    }
    String counts =
        Stream.of("select", "insert", "update", "delete", "other")
            .map(verb -> Collections.frequency(verbs, verb) + " " + verb)
            .collect(Collectors.joining(", "));
    line("latest", "%s: %d in the latest request".formatted(counts, verbs.size()));
  }

  private void groups() {
    List<TracedOperation.Digest> groups =
        operation.digests().stream()
            .filter(digest -> digest.nPlusOne() > 0)
            .sorted(Comparator.comparingLong(TracedOperation.Digest::nPlusOne).reversed())
            .toList();
    lines.add("");
    lines.add(groups.isEmpty() ? "no N+1 groups" : "N+1 groups, executions a request");
    for (TracedOperation.Digest group : groups.stream().limit(top).toList()) {
      lines.add("  %6s  %s".formatted(known(group.nPlusOne()), shortened(group.sql())));
      group.sites().stream()
          .filter(site -> site.nPlusOne() > 0)
          .sorted(Comparator.comparingLong(TracedOperation.Site::nPlusOne).reversed())
          .limit(top)
          .forEach(
              site -> lines.add("  %6s    at %s".formatted(known(site.nPlusOne()), site.site())));
    }
    more(groups.size());
    if (!groups.isEmpty() && operation.unitsWithSites() < operation.units()) {
      lines.add(
          "  call sites were looked at in %d of %d"
              .formatted(operation.unitsWithSites(), operation.units()));
    }
  }

  private void statements() {
    TextTable table = new TextTable(0, "executed", "dup", "N+1", "rows", "ms", "statement");
    operation.digests().stream()
        .sorted(Comparator.comparingLong(TracedOperation.Digest::executions).reversed())
        .limit(top)
        .forEach(digest ->
            table.row(
                each(digest.executions()),
                each(digest.duplicates()),
                known(digest.nPlusOne()),
                each(digest.rows()),
                millis(digest.nanos()),
                shortened(digest.sql())));
    if (operation.digests().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("statements executed most, averages a request");
    table.leftAlignLast().forEach(row -> lines.add("  " + row));
    more(operation.digests().size());
    if (operation.digestsDropped() > 0) {
      lines.add(
          "  the recorder's memory was full: %d statements are in the totals only"
              .formatted(operation.digestsDropped()));
    }
  }

  private void more(int size) {
    if (size > top) {
      lines.add("  … and %d more (--top N)".formatted(size - top));
    }
  }

  private void line(String title, String text) {
    lines.add("  %-13s %s".formatted(title, text));
  }

  private String each(long total) {
    return Amount.each(total, operation.divisor());
  }

  private String millis(long nanos) {
    return Amount.millisEach(nanos, operation.divisor());
  }

  /** N+1 and call sites are known of some requests only. */
  private String known(long total) {
    return Amount.each(total, operation.nPlusOneDivisor());
  }

  /** A list of columns says less than what follows it, so it is the first to go. */
  private static String shortened(String sql) {
    String line = String.valueOf(sql).replaceAll("\\s+", " ").strip();
    int after = line.indexOf(line.startsWith("update ") ? " where " : " from ");
    if (line.length() > SQL_WIDTH && after > COLUMNS_WIDTH && !line.startsWith("insert ")) {
      line = line.substring(0, COLUMNS_WIDTH - 1) + "…" + line.substring(after);
    }
    return line.length() <= SQL_WIDTH ? line : line.substring(0, SQL_WIDTH - 1) + "…";
  }
}
