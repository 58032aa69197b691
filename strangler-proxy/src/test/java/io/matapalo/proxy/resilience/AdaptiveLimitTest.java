package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The limit before a simulated server of 20 workers and 100 ms, which 300 clients ask all the time.
 * The knee of its latency is at 20 requests; a fixed limit of 200 would let them wait for a second.
 */
class AdaptiveLimitTest {

  private static final int WORKERS = 20;
  private static final long SERVICE = 100;
  private static final int LEAST = 4;
  private static final int MOST = 200;
  private static final double BEST = WORKERS * 1_000.0 / SERVICE;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Protection.Adaptation SETTINGS =
      new Protection.Adaptation(LEAST, 50, Duration.ofSeconds(60));

  private static SimulatedServer server() {
    return new SimulatedServer(SETTINGS, MOST, WORKERS, SERVICE).clients(300);
  }

  private static SimulatedServer settled() {
    SimulatedServer server = server();
    server.run(Duration.ofMinutes(2));
    return server;
  }

  @ParameterizedTest
  @CsvSource({"20, 100", "20, 3000", "5, 400", "10, 50", "100, 20"})
  void limitComesToRestNearTheKneeAndLosesNoThroughput(int workers, long serviceMillis) {
    SimulatedServer server = new SimulatedServer(SETTINGS, MOST, workers, serviceMillis);
    server.clients(300).run(LONG);
    double rate = server.run(Duration.ofHours(1));
    assertThat(rate).isGreaterThan(0.95 * workers * 1_000 / serviceMillis);
    assertThat(server.limit()).isBetween(workers / 2, 2 * workers + 5);
  }

  @Test
  void limitBeginsAtItsLeastAndFindsTheKneeWithinSeconds() {
    SimulatedServer server = server();
    assertThat(server.limit()).isEqualTo(LEAST);
    server.run(Duration.ofSeconds(10));
    assertThat(server.limit()).isBetween(WORKERS, 2 * WORKERS);
  }

  @Test
  void slowAnswersNowAndThenDoNotLowerTheLimit() {
    SimulatedServer server = settled();
    for (int i = 0; i < 10; i++) {
      server.nextTakes(30_000);
      assertThat(server.run(Duration.ofSeconds(4))).isGreaterThan(0.5 * BEST);
      assertThat(server.leastLimit()).isGreaterThan(WORKERS / 2);
    }
  }

  @Test
  void limitFallsWithTheCapacityOfTheServerAndRisesAgain() {
    SimulatedServer server = settled();
    server.becomes(WORKERS / 4, SERVICE);
    server.run(Duration.ofMinutes(2));
    assertThat(server.run(Duration.ofMinutes(2))).isGreaterThan(0.9 * BEST / 4);
    assertThat(server.limit()).isBetween(3, WORKERS);
    server.becomes(WORKERS, SERVICE);
    server.run(Duration.ofMinutes(1));
    assertThat(server.run(Duration.ofMinutes(2))).isGreaterThan(0.95 * BEST);
  }

  /** A slower database, say: a lower limit does not help, so it does not stay. */
  @Test
  void serverThatIsSlowerWithoutAnyQueueKeepsItsLimit() {
    SimulatedServer server = settled();
    server.becomes(WORKERS, 5 * SERVICE);
    server.run(Duration.ofMinutes(2));
    assertThat(server.run(Duration.ofMinutes(5))).isGreaterThan(0.95 * BEST / 5);
    server.becomes(WORKERS, SERVICE);
    server.run(Duration.ofMinutes(1));
    assertThat(server.run(Duration.ofMinutes(5))).isGreaterThan(0.95 * BEST);
    assertThat(server.limit()).isLessThan(2 * WORKERS + 3);
  }

  @Test
  void limitThatNobodyNeedsDoesNotGrow() {
    SimulatedServer server = new SimulatedServer(SETTINGS, MOST, WORKERS, SERVICE).clients(5);
    server.run(LONG);
    assertThat(server.limit()).isLessThanOrEqualTo(4 * 5);
    assertThat(server.run(LONG)).isGreaterThan(0.95 * 5 * 1_000 / SERVICE);
  }
}
