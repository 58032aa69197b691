package io.matapalo.proxy.patience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a body is too slow. */
class BodyPaceTest {

  @Test
  void pauseIsAtMostTheIdleTime() {
    BodyPace pace = new BodyPace(15_000, 240);
    assertThat(pace.mayWaitMillis()).isEqualTo(15_000);
    pace.received(1_000_000);
    assertThat(pace.mayWaitMillis()).isEqualTo(15_000);
  }

  @Test
  void byteASecondEndsAfterTheIdleTimeAndWhatItsBytesEarned() {
    BodyPace pace = new BodyPace(15_000, 240);
    for (int second = 1; second <= 14; second++) {
      pace.waited(1_000);
      pace.received(1);
    }
    assertThat(pace.mayWaitMillis()).isEqualTo(1_000 + 14_000 / 240);
    pace.waited(1_100);
    assertThat(pace.mayWaitMillis()).isEqualTo(1);
  }

  @Test
  void bodyAtItsLeastPaceGoesOnForEver() {
    BodyPace pace = new BodyPace(15_000, 240);
    for (int second = 1; second <= 10_000; second++) {
      pace.waited(1_000);
      pace.received(240);
      assertThat(pace.mayWaitMillis()).isEqualTo(15_000);
    }
  }

  @Test
  void withoutLeastPaceOnlyPausesCount() {
    BodyPace pace = new BodyPace(15_000, 0);
    pace.waited(1_000_000);
    assertThat(pace.mayWaitMillis()).isEqualTo(15_000);
  }
}
