package io.matapalo.router.transaction.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OutcomeIdTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void isReadBackFromItsTextAndItsBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      OutcomeId id = OutcomeId.next(NOW.plusMillis(i), random);
      assertThat(OutcomeId.parse(id.toString())).isEqualTo(id);
      assertThat(OutcomeId.stored(id.toArray())).isEqualTo(id);
      assertThat(id.madeAt()).isEqualTo(NOW.plusMillis(i));
    }
  }

  @Test
  void differsInTheSameMillisecond() {
    Random random = new Random(1);
    Set<OutcomeId> all = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      all.add(OutcomeId.next(NOW, random));
    }
    assertThat(all).hasSize(10_000);
  }

  @Test
  void refusesOtherUuids() {
    assertThatThrownBy(() -> OutcomeId.parse("c9d0f2b0-1111-4222-8333-444455556666"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 7");
  }

  @Test
  void aKeysHashTellsItsScopeApart() {
    assertThat(KeyHash.of("ab", "c")).isNotEqualTo(KeyHash.of("a", "bc"));
    assertThat(KeyHash.of("a", "b")).isEqualTo(KeyHash.of("a", "b"));
    assertThat(KeyHash.of("a", "4111111111111111").toString()).doesNotContain("4111111111111111");
  }
}
