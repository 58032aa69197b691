package io.matapalo.recorder.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.digest.Verb;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What SQL one block of code ran, on its thread and on those it started, over connections of {@code
 * jdbc:matapalo:} or of a recording data source. Immutable. Expectations that are not met throw an
 * {@link AssertionError} that shows what ran.
 */
public final class SqlTrace {

  /** Statements kept one by one; those past it are counted only. */
  static final int MAX_STATEMENTS = 10_000;

  private final String name;
  private final UnitReport report;

  private SqlTrace(String name, UnitReport report) {
    this.name = name;
    this.report = report;
  }

  /** A block of code without a result. */
  @FunctionalInterface
  public interface Work {
    /** Runs it. */
    void run() throws Exception;
  }

  /** Runs {@code work} and keeps what it ran. */
  public static SqlTrace of(Work work) throws Exception {
    return of("SqlTrace", work);
  }

  /** As {@link #of(Work)}; {@code name} is the operation that the recorder counts it for. */
  public static SqlTrace of(String name, Work work) throws Exception {
    SqlRecorder.TracedScope scope = SqlRecorder.openTraced(name, MAX_STATEMENTS);
    try {
      work.run();
    } finally {
      scope.close();
    }
    return new SqlTrace(name, scope.report());
  }

  /** Runs {@code work} and prints its report, also when it fails. */
  public static void explain(String name, Work work) throws Exception {
    Callable<Boolean> call =
        () -> {
          work.run();
          return true;
        };
    explain(name, call);
  }

  /** Runs {@code work} and prints its report, also when it fails; answers what it answers. */
  @CanIgnoreReturnValue
  public static <T> T explain(String name, Callable<T> work) throws Exception {
    return explain(name, work, System.out);
  }

  static <T> T explain(String name, Callable<T> work, PrintStream out) throws Exception {
    SqlRecorder.TracedScope scope = SqlRecorder.openTraced(name, MAX_STATEMENTS);
    try {
      return work.call();
    } finally {
      scope.close();
      out.print(new SqlTrace(name, scope.report()).text());
    }
  }

  /** The report as text. */
  public String text() {
    return TraceText.of(name, report);
  }

  /** Writes every statement, one a line: offset, time, rows, values' hash, site, text. */
  @CanIgnoreReturnValue
  public SqlTrace save(Path file) throws IOException {
    Files.writeString(file, TraceText.statements(report), UTF_8);
    return this;
  }

  /** What was recorded, for expectations of one's own. */
  public UnitReport report() {
    return report;
  }

  /** Exactly {@code expected} statements of all verbs. */
  @CanIgnoreReturnValue
  public SqlTrace expectStatements(long expected) {
    return expect(expected, report.count(), "statements");
  }

  /** Exactly {@code expected} selects. */
  @CanIgnoreReturnValue
  public SqlTrace expectSelects(long expected) {
    return expect(expected, report.count(Verb.SELECT), "selects");
  }

  /** Exactly {@code expected} inserts. */
  @CanIgnoreReturnValue
  public SqlTrace expectInserts(long expected) {
    return expect(expected, report.count(Verb.INSERT), "inserts");
  }

  /** Exactly {@code expected} updates. */
  @CanIgnoreReturnValue
  public SqlTrace expectUpdates(long expected) {
    return expect(expected, report.count(Verb.UPDATE), "updates");
  }

  /** Exactly {@code expected} deletes. */
  @CanIgnoreReturnValue
  public SqlTrace expectDeletes(long expected) {
    return expect(expected, report.count(Verb.DELETE), "deletes");
  }

  /** No select ran twice with the same values. */
  @CanIgnoreReturnValue
  public SqlTrace noRepeatedSelects() {
    mustKnowAll("noRepeatedSelects");
    List<RepeatGroup> repeats =
        RepeatGroup.duplicates(report).stream().filter(one -> one.verb().equals("select")).toList();
    return none(repeats, "selects run again with the same values");
  }

  /** No statement ran twice from one call site with different values, batches apart. */
  @CanIgnoreReturnValue
  public SqlTrace noNPlusOne() {
    mustKnowAll("noNPlusOne");
    return none(RepeatGroup.nPlusOne(report), "N+1 groups");
  }

  private SqlTrace expect(long expected, long actual, String what) {
    if (expected != actual) {
      throw failure("expected " + expected + " " + what + ", there were " + actual);
    }
    return this;
  }

  private SqlTrace none(List<RepeatGroup> groups, String what) {
    if (!groups.isEmpty()) {
      throw failure("expected no " + what + ", there were " + groups.size());
    }
    return this;
  }

  private void mustKnowAll(String expectation) {
    if (report.notListed() > 0) {
      throw failure(
          "%s cannot tell: %d statements are past the limit of %d; trace a smaller block"
              .formatted(expectation, report.notListed(), MAX_STATEMENTS));
    }
  }

  private AssertionError failure(String what) {
    return new AssertionError(
        what + "\n" + text() + "statements:\n" + TraceText.statements(report));
  }
}
