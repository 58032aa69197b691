package io.matapalo.perf.bench.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ArrivalScheduleTest {
  @Test
  void constantArrivalsDoNotDrift() {
    ArrivalSchedule schedule = ArrivalSchedule.constant(3);
    long last = 0;
    for (int i = 0; i <= 3_000_000; i++) {
      last = schedule.nextOffsetNanos();
    }
    assertThat(last).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void poissonArrivalsKeepTheRateAndTheSeedDecidesThem() {
    ArrivalSchedule one = ArrivalSchedule.poisson(200, new SplittableRandom(7));
    ArrivalSchedule same = ArrivalSchedule.poisson(200, new SplittableRandom(7));
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      last = one.nextOffsetNanos();
      assertThat(same.nextOffsetNanos()).isEqualTo(last);
    }
    assertThat(100_000 / (last / 1e9)).isCloseTo(200, within(2.0));
  }

  @Test
  void rateMustBePositive() {
    assertThatThrownBy(() -> ArrivalSchedule.constant(0)).hasMessageContaining("was 0.0");
    assertThatThrownBy(() -> ArrivalSchedule.constant(Double.NaN)).hasMessageContaining("NaN");
  }
}
