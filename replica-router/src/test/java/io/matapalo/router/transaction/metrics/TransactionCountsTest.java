package io.matapalo.router.transaction.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.retry.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionCountsTest {

  private final TransactionCounts counts = new TransactionCounts();

  @Test
  void writesWhatHappenedForPrometheus() {
    counts.count("Shop.\"buy\"", Event.IN_DOUBT);
    counts.countRetry("Shop.\"buy\"", Cause.LOCK_WAIT);
    counts.lose("Shop.\"buy\"", 1_500_000_000L);
    assertThat(counts.snapshot().prometheusText())
        .contains(
            "matapalo_transaction_events_total{operation=\"Shop.\\\"buy\\\"\",event=\"in-doubt\"} 1",
            "matapalo_transaction_retries_total{operation=\"Shop.\\\"buy\\\"\",cause=\"lock-wait\"} 1",
            "matapalo_transaction_lost_seconds_total{operation=\"Shop.\\\"buy\\\"\"} 1.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "card 4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "12345678",
        "line\nbreak"
      })
  void whatMayBeASecretIsHashed(String key) {
    counts.countConflict(key);
    assertThat(counts.snapshot().hottestKeys().getFirst().key())
        .matches("#[0-9a-f]{16}")
        .isEqualTo(KeyMask.of(key));
  }

  @Test
  void longKeysAreHashedAndPlainOnesShown() {
    assertThat(KeyMask.of("x".repeat(65))).startsWith("#");
    assertThat(KeyMask.of("x".repeat(64))).hasSize(64);
    assertThat(KeyMask.of("event:7/seat:1234567")).isEqualTo("event:7/seat:1234567");
  }

  @Test
  void theHottestKeysComeFirstHoweverManyThereAre() {
    for (int i = 0; i < 5_000; i++) {
      counts.countConflict("cold:" + i);
      if (i % 10 == 0) {
        counts.countConflict("hot");
      }
    }
    assertThat(counts.snapshot().hottestKeys()).hasSize(10);
    assertThat(counts.snapshot().hottestKeys().getFirst().key()).isEqualTo("hot");
  }

  @Test
  void operationsPastTheLimitShareAName() {
    for (int i = 0; i < 600; i++) {
      counts.count("operation " + i, Event.CALL);
    }
    assertThat(counts.snapshot().operations()).hasSize(501);
    assertThat(counts.snapshot().of("(other)").events()).containsEntry(Event.CALL, 100L);
  }
}
