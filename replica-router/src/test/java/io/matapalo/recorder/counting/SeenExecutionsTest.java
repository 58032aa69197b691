package io.matapalo.recorder.counting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeenExecutionsTest {

  private static final long SEED = 20_261_129;

  /** As the JDK's set, over hashes of which many come again and many share a place. */
  @Test
  void tellsASecondTimeAsTheJdksSetDoes() {
    Random random = new Random(SEED);
    Set<Long> expected = new HashSet<>();
    long[] seen = SeenExecutions.empty();
    for (int i = 0; i < 10_000; i++) {
      long hash = 1 + ((long) random.nextInt(2_000) << (16 * random.nextInt(3)));
      seen = SeenExecutions.withRoom(seen, expected.size());
      assertThat(SeenExecutions.add(seen, hash))
          .as("%d of seed %d", i, SEED)
          .isEqualTo(expected.add(hash));
    }
    assertThat(seen.length).isLessThanOrEqualTo(4 * expected.size());
  }

  @Test
  void zeroIsAHashToo() {
    long[] seen = SeenExecutions.empty();
    assertThat(SeenExecutions.add(seen, 0)).isTrue();
    assertThat(SeenExecutions.add(seen, 0)).isFalse();
  }
}
