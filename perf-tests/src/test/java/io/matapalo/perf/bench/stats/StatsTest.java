package io.matapalo.perf.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class StatsTest {
  private static Latency lateness(long millis) {
    Histogram histogram = new Histogram(3);
    histogram.recordValueWithCount(millis * 1_000_000, 1_000);
    return Latency.of(histogram);
  }

  @Test
  void percentilesAreThoseOfTheSamples() {
    Histogram histogram = new Histogram(3);
    for (int i = 1; i <= 1_000; i++) {
      histogram.recordValue(i * 1_000_000L);
    }
    Latency latency = Latency.of(histogram);
    assertThat(latency.averageMillis()).isCloseTo(500.5, within(1.0));
    assertThat(latency.p50Millis()).isCloseTo(500, within(1.0));
    assertThat(latency.p95Millis()).isCloseTo(950, within(1.0));
    assertThat(latency.p99Millis()).isCloseTo(990, within(1.0));
    assertThat(latency.maxMillis()).isCloseTo(1_000, within(1.0));
  }

  @Test
  void percentileWithFewerThanTenSamplesAboveIsThin() {
    Latency latency = lateness(1);
    assertThat(latency.isThin(99)).isFalse();
    assertThat(latency.isThin(99.9)).isTrue();
  }

  @Test
  void generatorIsJudgedByRejectionsAndLateness() {
    assertThat(new GeneratorHealth(1_000, 0, lateness(1)).verdict()).isEqualTo(Verdict.VALID);
    assertThat(new GeneratorHealth(1_000, 1, lateness(1)).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(new GeneratorHealth(1_000, 2, lateness(1)).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(new GeneratorHealth(1_000, 0, lateness(50)).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(new GeneratorHealth(1_000, 0, lateness(500)).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(new GeneratorHealth(1_000, 2, lateness(1)).reason()).contains("2 of 1000");
  }

  @Test
  void sqlIsDividedByTheRequestsOfTheSameRecorder() {
    StatementCounts earlier = new StatementCounts(10, 100, 10, 10, 0, 5, 10);
    StatementCounts later = new StatementCounts(14, 140, 14, 30, 0, 5, 14);
    SqlOnSide side = new SqlOnSide("legacy", later.since(earlier));
    assertThat(side.statementsPerRequest()).isEqualTo(16);
    assertThat(side.perRequest(side.counts().insert())).isEqualTo(5);
    assertThat(new SqlOnSide("x", StatementCounts.NONE).statementsPerRequest()).isZero();
  }

  @Test
  void faultsAreNoFailures() {
    ErrorCounts errors =
        new ErrorCounts(Map.of("SOLD_OUT", 3L), 1, 2, new TransportErrors(1, 1, 1, 1), 5)
            .plus(
                new ErrorCounts(Map.of("SOLD_OUT", 1L), 0, 0, new TransportErrors(0, 0, 0, 0), 0));
    assertThat(errors.faults()).isEqualTo(4);
    assertThat(errors.failures()).isEqualTo(5);
    assertThat(errors.others()).isEqualTo(11);
  }
}
