package io.matapalo.fastpath.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.matapalo.fastpath.cache.position.Position;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StalenessWatchTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong();
  private final StalenessWatch watch = new StalenessWatch(Duration.ofSeconds(1), now::get);

  private static Position at(int sequence) {
    return TestPositions.MARIADB.parse("0-1-" + sequence);
  }

  @Test
  void nothingIsCoveredBeforeTheFirstAnswer() {
    assertThat(watch.isCoveredBy(at(100))).isFalse();
  }

  @Test
  void theOldestPositionWithinTheBoundMustBeTold() {
    watch.asked(0, at(5));
    watch.asked(SECOND / 2, at(9));
    assertThat(watch.isCoveredBy(at(4))).isFalse();
    assertThat(watch.isCoveredBy(at(5))).isTrue();

    now.set(SECOND);
    assertThat(watch.isCoveredBy(at(5))).isTrue();
    now.set(SECOND + 1);
    assertThat(watch.isCoveredBy(at(8))).isFalse();
    assertThat(watch.isCoveredBy(at(9))).isTrue();
  }

  @Test
  void aDatabaseThatCannotBeAskedCoversNothingAfterTheBound() {
    watch.asked(0, at(5));
    now.set(SECOND + 1);
    assertThat(watch.isCoveredBy(at(5))).isFalse();
  }

  @Test
  void theAgeIsThatOfTheNewestPositionThatWasTold() {
    watch.asked(0, at(5));
    watch.asked(SECOND, at(9));
    now.set(3 * SECOND);

    assertThat(watch.age(at(9))).contains(Duration.ofSeconds(2));
    assertThat(watch.age(at(6))).contains(Duration.ofSeconds(3));
    assertThat(watch.age(at(4))).isEmpty();
  }

  @Test
  void manyAnswersAreNotKept() {
    for (int i = 0; i < 1_000; i++) {
      watch.asked(i, at(i + 1));
    }
    assertThat(watch.age(at(900))).isEmpty();
    assertThat(watch.isCoveredBy(at(1_000))).isTrue();
  }

  /** It is asked at each hit of a cache. */
  @Test
  void theAnswerAllocatesNothing() {
    Position told = at(9);
    for (int i = 0; i < 8; i++) {
      watch.asked(i, at(5));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(covered(told, 20_000)).isEqualTo(20_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    int covered = covered(told, 100_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(covered).isEqualTo(100_000);
    assertThat(allocated).isLessThan(100_000);
  }

  private int covered(Position told, int times) {
    int covered = 0;
    for (int i = 0; i < times; i++) {
      covered += watch.isCoveredBy(told) ? 1 : 0;
    }
    return covered;
  }
}
