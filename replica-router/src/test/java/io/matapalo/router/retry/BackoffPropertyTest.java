package io.matapalo.router.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits stay within their bounds and grow apart; the seed is in each failure's description. */
final class BackoffPropertyTest {

  private static final long SEED = Long.getLong("matapalo.seed", 20_261_128);
  private static final Backoff BACKOFF = Backoff.STANDARD;

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyWaitIsBetweenBaseAndCapAndThriceTheLast(Cause cause) {
    boolean isLong = Set.of(Cause.LOCK_WAIT, Cause.OVERLOAD, Cause.NO_NODE).contains(cause);
    long base = isLong ? BACKOFF.longBaseNanos() : BACKOFF.baseNanos();
    for (int unit = 0; unit < 2_000; unit++) {
      long previous = 0;
      for (int attempt = 0; attempt < 8; attempt++) {
        long next = BACKOFF.nextNanos(cause, previous, random);

        assertThat(next).as("seed %d", SEED).isBetween(base, BACKOFF.capNanos());
        assertThat(next).as("seed %d", SEED).isLessThanOrEqualTo(3 * Math.max(previous, base));
        previous = next;
      }
    }
  }

  /** Those who conflicted with each other must not come back at the same time. */
  @Test
  void waitsOfManyAreSpread() {
    long distinct =
        LongStream.range(0, 1_000)
            .map(one -> BACKOFF.nextNanos(Cause.CONFLICT, 0, random) / 100_000)
            .distinct()
            .count();

    // 2 to 6 ms in steps of 0.1 ms
    assertThat(distinct).as("seed %d", SEED).isGreaterThan(35);
  }

  @Test
  void waitsGrow() {
    double first = average(0);
    double later = average(BACKOFF.capNanos());

    assertThat(later).as("seed %d", SEED).isGreaterThan(10 * first);
  }

  /** A conflict after a lock wait, and the other way round. */
  @Test
  void causeMayChangeBetweenAttempts() {
    assertThat(BACKOFF.nextNanos(Cause.LOCK_WAIT, 2_000_000, random))
        .isBetween(20_000_000L, 60_000_000L);
    assertThat(BACKOFF.nextNanos(Cause.CONFLICT, Long.MAX_VALUE, random))
        .isBetween(2_000_000L, 250_000_000L);
  }

  @Test
  void impossibleOnesAreRefused() {
    assertThatThrownBy(() -> new Backoff(0, 1, 1))
        .hasMessage("a backoff needs 0 < base <= long base <= cap, was 0, 1, 1 ns");
    assertThatThrownBy(() -> new Backoff(2, 1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(1, 3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(1, 2, Long.MAX_VALUE)).hasMessageContaining("at most");
  }

  private double average(long previous) {
    return LongStream.range(0, 5_000)
        .map(one -> BACKOFF.nextNanos(Cause.CONFLICT, previous, random))
        .average()
        .orElseThrow();
  }

  @Test
  void thriceTheLastWaitMayBeDrawn() {
    RandomGenerator highest =
        new Random() {
          private static final long serialVersionUID = 1L;

          @Override
          public long nextLong(long origin, long bound) {
            return bound - 1;
          }
        };
    assertThat(BACKOFF.nextNanos(Cause.CONFLICT, 5_000_000, highest)).isEqualTo(15_000_000);
  }

  @Test
  void basesAndCapMayBeAlikeAndAMinuteLong() {
    long minute = 60_000_000_000L;
    assertThat(new Backoff(1, 1, 1).nextNanos(Cause.CONFLICT, 0, random)).isEqualTo(1);
    assertThat(new Backoff(minute, minute, minute).capNanos()).isEqualTo(minute);
    assertThatThrownBy(() -> new Backoff(0, 1, 1)).hasMessageContaining("was 0, 1, 1 ns");
    assertThatThrownBy(() -> new Backoff(1, 1, minute + 1)).hasMessageContaining("at most");
  }
}
