package io.matapalo.recorder.counting;

import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.digest.Verb;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one block of code ran. Immutable.
 *
 * @param counts statements by verb, those not listed too
 * @param notListed statements past the limit of {@code statements}
 */
public record UnitReport(
    Map<Verb, Long> counts, Totals totals, List<RecordedStatement> statements, long notListed) {

  /** Sums over the block. Times in nanoseconds. */
  public record Totals(
      long elapsedNanos,
      long databaseNanos,
      long commits,
      long rollbacks,
      long rowsRead,
      long rowsWritten,
      long duplicates,
      long nPlusOne) {}

  /**
   * One statement.
   *
   * @param values keyed hash of its values, comparable within one JVM only
   * @param site call site, innermost frame first
   */
  public record RecordedStatement(
      long offsetNanos,
      long nanos,
      long rows,
      String thread,
      String verb,
      String digest,
      String sql,
      String values,
      String site,
      boolean inBatch) {}

  public UnitReport {
    counts = Map.copyOf(counts);
    statements = List.copyOf(statements);
  }

  public static UnitReport of(UnitOfWork unit) {
    Map<Verb, Long> counts = new EnumMap<>(Verb.class);
    for (Verb verb : Verb.values()) {
      counts.put(verb, unit.number(OperationCounts.FIRST_VERB + verb.place()));
    }
    return new UnitReport(counts, totals(unit), statements(unit), unit.notLogged());
  }

  /** Statements of {@code verb}. */
  public long count(Verb verb) {
    return counts.getOrDefault(verb, 0L);
  }

  /** Statements of all verbs. */
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Totals totals(UnitOfWork unit) {
    long ended = unit.endedAt();
    long until = ended == UnitOfWork.RUNNING ? NanoTime.now() : ended;
    return new Totals(
        until - unit.startedAt(),
        unit.number(OperationCounts.DATABASE_NANOS),
        unit.number(OperationCounts.COMMITS),
        unit.number(OperationCounts.ROLLBACKS),
        unit.number(OperationCounts.ROWS_READ),
        unit.number(OperationCounts.ROWS_WRITTEN),
        unit.number(OperationCounts.DUPLICATES),
        unit.number(OperationCounts.N_PLUS_ONE));
  }

  private static List<RecordedStatement> statements(UnitOfWork unit) {
    return unit.log().stream()
        .map(one ->
            new RecordedStatement(
                one.number(LoggedStatement.OFFSET_NANOS),
                one.nanos(),
                one.number(LoggedStatement.ROWS),
                one.thread(),
                one.verb(),
                one.digest(),
                one.sql(),
                one.valuesHash(),
                one.site(),
                one.isInBatch()))
        .toList();
  }
}
