package io.matapalo.recorder;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.counting.Execution;
import io.matapalo.recorder.counting.LatestUnits;
import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.OperationTotals;
import io.matapalo.recorder.counting.StatementTally;
import io.matapalo.recorder.counting.UnitOfWork;
import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.digest.Verb;
import io.matapalo.recorder.reports.CountsJson;
import io.matapalo.recorder.reports.PrometheusText;
import io.matapalo.recorder.reports.StatementsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Records what SQL runs for the operation that the thread works on, since the start of the JVM.
 * Thread-safe; all copies in one JVM share their totals. The label belongs to the thread that
 * opened it and to the threads which that one starts; their statements count for it while the
 * request runs and some seconds after. Everything else counts under {@link #UNLABELLED}. No value
 * is kept, and of a statement its canonical text only.
 */
public final class SqlRecorder {

  /** Statements outside any label. */
  public static final String UNLABELLED = "(none)";

  /** Operations past the limit: names come from requests, so there must be an end. */
  public static final String OVERFLOW = OperationTotals.OVERFLOW;

  private SqlRecorder() {}

  /** A label on the current thread; closing it, on the same thread, restores the one before. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();

    /**
     * What was counted so far for the request, as a header's value: {@code
     * select=137;insert=7;update=32;delete=1;other=0;ms=41}, milliseconds in the database.
     */
    String headerValue();
  }

  /** A scope whose statements are kept for a report. */
  public interface TracedScope extends Scope {
    /** What ran so far; after {@link #close()}, all of it. */
    UnitReport report();
  }

  /** Runs {@code work} as one request of {@code operation}. */
  public static <T> T record(String operation, Callable<T> work) throws Exception {
    Scope scope = open(operation);
    try {
      return work.call();
    } finally {
      scope.close();
    }
  }

  /** Labels this thread and counts one request of {@code operation} when closed. */
  public static Scope open(String operation) {
    return open(operation, "");
  }

  /** As {@link #open(String)}; inner hops with the same {@code requestId} count for it. */
  public static Scope open(String operation, String requestId) {
    return Labels.open(operation, requestId);
  }

  /** Labels this thread without counting a request: an inner hop of a request counted elsewhere. */
  public static Scope openInner(String operation) {
    return openInner(operation, "");
  }

  /** As {@link #openInner(String)}, for the running request with that id, if there is one. */
  public static Scope openInner(String operation, String requestId) {
    return Labels.openInner(operation, requestId);
  }

  /** Labels this thread, looks at every call site and keeps up to {@code statements} of them. */
  public static TracedScope openTraced(String operation, int statements) {
    return Labels.openTraced(operation, statements);
  }

  /** The operation that this thread works on, as its label says; empty outside any. */
  public static String currentOperation() {
    return Labels.runningOperation();
  }

  /**
   * Counts one statement for this thread's request; rows known later go to the tally. Parameters
   * are those of {@link Execution}, which would be one more object for each statement.
   */
  @CanIgnoreReturnValue
  public static StatementTally executed(
      String sql, long values, Execution.Kind kind, long rowsWritten, long nanos) {
    long now = NanoTime.now();
    UnitOfWork unit = Labels.current(now);
    return unit.add(sql, values, kind, site(unit)).ran(nanos, rowsWritten, now);
  }

  /** Counts what went to the server in one round trip; a tally for each. */
  @CanIgnoreReturnValue
  public static List<StatementTally> executedBatch(List<Execution> entries) {
    long now = NanoTime.now();
    UnitOfWork unit = Labels.current(now);
    String site = site(unit);
    List<StatementTally> tallies = new ArrayList<>(entries.size());
    for (Execution entry : entries) {
      StatementTally tally = unit.add(entry.sql(), entry.values(), entry.kind(), site);
      tallies.add(tally.ran(entry.nanos(), entry.rowsWritten(), now));
    }
    return tallies;
  }

  /** Counts {@code statements} of {@code verb} of which nothing else is known. */
  public static void countStatements(Verb verb, long statements) {
    count(OperationCounts.FIRST_VERB + verb.place(), statements);
  }

  /** Counts one commit for this thread's operation. */
  public static void countCommit() {
    count(OperationCounts.COMMITS, 1);
    Labels.endLooseUnit();
  }

  /** Counts one rollback of a whole transaction. */
  public static void countRollback() {
    count(OperationCounts.ROLLBACKS, 1);
    Labels.endLooseUnit();
  }

  /** Counts a connection that the driver opened. */
  public static void countConnection(long nanos) {
    UnitOfWork unit = Labels.current(NanoTime.now());
    unit.add(OperationCounts.CONNECTIONS, 1);
    unit.add(OperationCounts.CONNECT_NANOS, nanos);
  }

  /** Counts a connection taken from a data source, and the wait for it. */
  public static void countBorrowed(long nanos) {
    UnitOfWork unit = Labels.current(NanoTime.now());
    unit.add(OperationCounts.BORROWED, 1);
    unit.add(OperationCounts.WAIT_NANOS, nanos);
  }

  /** The totals as JSON: {@code {"version":2,"operations":[…]}}, by name. */
  public static String snapshotJson() {
    return CountsJson.of(OperationTotals.all());
  }

  /** Every statement (up to a limit) of the latest finished request of {@code operation}. */
  public static String statementsJson(String operation) {
    return StatementsJson.of(operation, LatestUnits.of(operation));
  }

  /** The totals in the text format of Prometheus. */
  public static String prometheusText() {
    return PrometheusText.of(OperationTotals.all());
  }

  private static void count(int cell, long amount) {
    Labels.current(NanoTime.now()).add(cell, amount);
  }

  private static String site(UnitOfWork unit) {
    return unit.isWithSites() ? CallSites.ofThisJvm().here() : "";
  }
}
