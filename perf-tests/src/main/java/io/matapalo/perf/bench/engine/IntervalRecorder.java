package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.stats.Latency;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Recorder;

/** Collects completions until they are asked for. Recording is thread-safe; one thread asks. */
final class IntervalRecorder {
  private final Recorder responseTimes = new Recorder(1_000, 300_000_000_000L, 2);
  private final LongAdder failures = new LongAdder();
  private final LongAdder faults = new LongAdder();

  void record(Exchange exchange) {
    responseTimes.recordValue(OperationRecorder.recordable(exchange.responseNanos()));
    switch (exchange.outcome()) {
      case Outcome.Success _ -> {}
      case Outcome.ApplicationFault _ -> faults.increment();
      case Outcome.ServerError _, Outcome.ClientError _, Outcome.TransportError _ ->
          failures.increment();
    }
  }

  Interval next() {
    Latency latency = Latency.of(responseTimes.getIntervalHistogram());
    return new Interval(latency.samples(), failures.sumThenReset(), faults.sumThenReset(), latency);
  }
}
