package io.matapalo.fastpath.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DeadlineTest {

  @Test
  void aDeadlineCountsDownAndPasses() {
    AtomicLong ticker = new AtomicLong(-5);
    Deadline deadline = Deadline.after(Duration.ofNanos(10), ticker::get);
    ticker.addAndGet(4);
    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(6));
    assertThat(deadline.atMost(Duration.ofNanos(2))).isEqualTo(Duration.ofNanos(2));
    ticker.addAndGet(60);
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }
}
