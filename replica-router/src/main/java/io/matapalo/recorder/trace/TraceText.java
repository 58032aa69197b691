package io.matapalo.recorder.trace;

import com.google.errorprone.annotations.FormatMethod;
import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.counting.UnitReport.RecordedStatement;
import io.matapalo.recorder.counting.UnitReport.Totals;
import io.matapalo.recorder.digest.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what one block of code ran as text. Stateless. */
final class TraceText {

  private static final int MAX_GROUPS = 20;
  private static final int MAX_SITES = 5;
  private static final double NANOS_A_MILLI = 1e6;

  private TraceText() {}

  static String of(String name, UnitReport report) {
    Totals totals = report.totals();
    String verbs =
        Arrays.stream(Verb.values())
            .map(verb -> verb.key() + " " + report.count(verb))
            .collect(Collectors.joining(", "));
    long digests = report.statements().stream().map(RecordedStatement::digest).distinct().count();
    StringBuilder text = new StringBuilder();
    text.append(line("%s: %d statements (%s)", name, report.count(), verbs))
        .append(
            line(
                "  time %s, in the database %s; %d commits, %d rollbacks; %d rows read, %d written",
                millis(totals.elapsedNanos()),
                millis(totals.databaseNanos()),
                totals.commits(),
                totals.rollbacks(),
                totals.rowsRead(),
                totals.rowsWritten()))
        .append(
            line(
                "  %d distinct digests, %d duplicates, %d executions in N+1 groups",
                digests, totals.duplicates(), totals.nPlusOne()));
    groups("N+1", RepeatGroup.nPlusOne(report), text);
    groups("repeated with the same values", RepeatGroup.duplicates(report), text);
    if (report.notListed() > 0) {
      text.append(line("  %d statements past the limit are counted only", report.notListed()));
    }
    return text.toString();
  }

  static String statements(UnitReport report) {
    return report.statements().stream().map(TraceText::statement).collect(Collectors.joining());
  }

  private static String statement(RecordedStatement one) {
    return line(
        "+%s %s %d rows [%s] values %s at %s: %s",
        millis(one.offsetNanos()),
        millis(one.nanos()),
        one.rows(),
        one.thread(),
        one.values(),
        one.site(),
        one.sql());
  }

  private static void groups(String title, List<RepeatGroup> groups, StringBuilder text) {
    for (RepeatGroup group : groups.subList(0, Math.min(MAX_GROUPS, groups.size()))) {
      text.append(
          line(
              "  %s: %d executions, %d different values, %s",
              title, group.executions(), group.distinctValues(), millis(group.nanos())));
      text.append(line("    %s", group.sql()));
      group.sites().stream().limit(MAX_SITES).forEach(site -> text.append(line("    at %s", site)));
    }
    if (groups.size() > MAX_GROUPS) {
      text.append(line("  %s: %d groups more", title, groups.size() - MAX_GROUPS));
    }
  }

  @FormatMethod
  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / NANOS_A_MILLI);
  }
}
