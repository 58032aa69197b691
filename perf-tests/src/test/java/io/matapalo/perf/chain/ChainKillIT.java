package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The fast path dies while its operations are cut over: clean refusals, and the flag brings legacy
 * back at once.
 */
@ExtendWith(ChainExtension.class)
class ChainKillIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Chain chain;

  ChainKillIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void aKilledFastPathIsRefusedCleanlyAndTheFlagBringsLegacyBack() throws Exception {
    chain.route("fast");
    assertThat(chain.post(aPurchase().envelope()).status()).isEqualTo(200);

    chain.kill("fast-path");
    try {
      Answer refused = chain.post(aPurchase().envelope());
      // Refused at connecting, or cut off on a kept connection.
      assertThat(refused.status()).isIn(502, 503);
      assertThat(refused.body()).contains("Fault").doesNotContain("Exception", "127.0.0.1");

      long flaggedAt = System.nanoTime();
      chain.write("legacy");
      Awaitility.await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> chain.post(Purchase.getOrder(" ")).side().equals("legacy"));
      System.out.printf(
          "legacy answered %d ms after the flag was written%n",
          Duration.ofNanos(System.nanoTime() - flaggedAt).toMillis());
      assertThat(chain.post(aPurchase().envelope()).status()).isEqualTo(200);
    } finally {
      chain.restart("fast-path");
    }
    assertThat(chain.askFastPath(aPurchase().envelope()).status()).isEqualTo(200);
  }
}
