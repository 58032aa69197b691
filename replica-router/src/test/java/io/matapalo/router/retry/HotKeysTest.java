package io.matapalo.router.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.retry.HotKeys.HotKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The hottest keys are found, and memory stays bounded. */
final class HotKeysTest {

  @Test
  void countsExactlyWhileThereIsRoom() {
    HotKeys keys = new HotKeys(3);
    List.of("a", "b", "b", "c", "c", "c").forEach(keys::conflict);

    assertThat(keys.hottest(2)).containsExactly(new HotKey("c", 3, 0), new HotKey("b", 2, 0));
    assertThat(keys.hottest(9)).hasSize(3);
  }

  @Test
  void hottestStayAndAreNeverUndercounted() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    HotKeys keys = new HotKeys(20);
    Map<String, Long> truth = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      // three hot rows in a tail of ten thousand
      String key =
          random.nextInt(4) == 0 ? "hot" + random.nextInt(3) : "row" + random.nextInt(10_000);
      keys.conflict(key);
      truth.merge(key, 1L, Long::sum);
    }

    List<HotKey> hottest = keys.hottest(20);
    assertThat(hottest).as("seed %d", seed).hasSize(20);
    assertThat(hottest.stream().limit(3).map(HotKey::key))
        .as("seed %d", seed)
        .containsExactlyInAnyOrder("hot0", "hot1", "hot2");
    for (HotKey key : hottest) {
      long count = truth.getOrDefault(key.key(), 0L);
      assertThat(key.count()).as("seed %d", seed).isGreaterThanOrEqualTo(count);
      assertThat(key.count() - key.atMostTooMany()).as("seed %d", seed).isLessThanOrEqualTo(count);
    }
  }

  @Test
  void countsWhatSeveralThreadsTell() throws InterruptedException {
    HotKeys keys = new HotKeys(2);
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(one ->
                Thread.ofVirtual()
                    .start(() -> {
                      for (int i = 0; i < 10_000; i++) {
                        keys.conflict("row");
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(keys.hottest(1)).containsExactly(new HotKey("row", 40_000, 0));
  }

  @Test
  void longKeysAreCut() {
    HotKeys keys = new HotKeys(1);
    keys.conflict("k".repeat(5_000));

    assertThat(keys.hottest(1).get(0).key()).hasSize(200);
    assertThatThrownBy(() -> new HotKeys(0)).hasMessageContaining("was 0");
  }
}
