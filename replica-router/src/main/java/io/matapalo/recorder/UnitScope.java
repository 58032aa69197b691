package io.matapalo.recorder;

import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder.TracedScope;
import io.matapalo.recorder.counting.LatestUnits;
import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.UnitOfWork;
import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.digest.Verb;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A unit of work as the label of a thread. Thread-safe; closed once, later calls do nothing. */
final class UnitScope implements TracedScope {

  private static final long NANOS_A_MILLI = 1_000_000;

  private final UnitOfWork unit;
  private final @Nullable Object @Nullable [] before;
  private final Ending ending;
  private final Thread owner = Thread.currentThread();
  private final AtomicBoolean closed = new AtomicBoolean();

  UnitScope(UnitOfWork unit, @Nullable Object @Nullable [] before, Ending ending) {
    this.unit = unit;
    this.before = before;
    this.ending = ending;
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    // A request that went on asynchronously ends on some other thread, whose label is not ours.
    if (Thread.currentThread().equals(owner)) {
      Labels.restore(before);
    }
    if (ending.kind() == Ending.Kind.JOINED) {
      return;
    }
    long now = NanoTime.now();
    Labels.forgetRequestId(ending.requestId());
    unit.end(now);
    if (ending.kind() != Ending.Kind.INNER) {
      unit.add(OperationCounts.REQUESTS, 1);
      unit.add(OperationCounts.ELAPSED_NANOS, now - unit.startedAt());
    }
    if (ending.kind() != Ending.Kind.TRACED) {
      LatestUnits.publish(unit);
    }
    Labels.retire(unit, now);
  }

  @Override
  public String headerValue() {
    StringBuilder value = new StringBuilder();
    for (Verb verb : Verb.values()) {
      long statements = unit.number(OperationCounts.FIRST_VERB + verb.place());
      value.append(verb.key()).append('=').append(statements).append(';');
    }
    long nanos = unit.number(OperationCounts.DATABASE_NANOS);
    return value.append("ms=").append(nanos / NANOS_A_MILLI).toString();
  }

  @Override
  public UnitReport report() {
    return UnitReport.of(unit);
  }
}
