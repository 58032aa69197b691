package io.matapalo.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.config.HealthConfig;
import io.matapalo.proxy.health.Outcome;
import io.matapalo.proxy.resilience.CircuitBreaker;
import io.matapalo.proxy.resilience.Protection;
import io.matapalo.proxy.stickiness.AffinitySettings;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one request tells of a cluster whose circuit breaker opens at half of two answers. */
class PassiveCheckTest {

  private static final Instance ONE = new Instance("one", "127.0.0.1", 1, 1);
  private static final CircuitBreaker.Settings BREAKER =
      new CircuitBreaker.Settings(50, 2, Duration.ofSeconds(10), Duration.ofSeconds(5), 1);

  private final Cluster cluster =
      new Cluster(
          new ClusterConfig(
              "cluster",
              List.of(ONE),
              new ClusterConfig.Patience(Duration.ofSeconds(60), Duration.ofSeconds(60), 20),
              ClusterConfig.Connections.defaults(),
              AffinitySettings.defaults(),
              HealthConfig.defaults(),
              new Protection.Settings(Optional.empty(), Optional.of(BREAKER))),
          new Names(InetAddress::getAllByName, Thread.ofVirtual().factory()),
          () -> Instant.EPOCH);

  private PassiveCheck sent() {
    PassiveCheck check = new PassiveCheck(cluster, ONE);
    assertThat(check.mayBeSent()).isTrue();
    check.sent(ONE, 0);
    return check;
  }

  private String breaker() {
    return cluster.protection().breaker().orElseThrow().state();
  }

  @Test
  void shortageOfThisMachineIsNoFailureOfTheCluster() {
    for (int i = 0; i < 5; i++) {
      sent().unreachable(new SocketException("Too many open files"));
    }
    assertThat(breaker()).isEqualTo("closed");
    sent().unreachable(new ConnectException("Connection refused"));
    sent().unreachable(new ConnectException("Connection refused"));
    assertThat(breaker()).isEqualTo("open");
    assertThat(new PassiveCheck(cluster, ONE).mayBeSent()).isFalse();
  }

  @Test
  void requestThatStallsAndThenTimesOutIsOneFailure() {
    PassiveCheck check = sent();
    check.stalls();
    check.timedOut();
    assertThat(breaker()).isEqualTo("closed");
    sent().timedOut();
    assertThat(breaker()).isEqualTo("open");
  }

  @Test
  void stallsOfAnInstanceThatAnswersOthersDoNotCount() {
    PassiveCheck slow = sent();
    sent().answered(Outcome.GOOD, PassiveCheck.Pace.OF_INSTANCE);
    slow.stalls();
    slow.answered(Outcome.GOOD, PassiveCheck.Pace.OF_INSTANCE);
    sent().answered(Outcome.BAD_ANSWER, PassiveCheck.Pace.OF_INSTANCE);
    assertThat(breaker()).isEqualTo("closed");
    assertThat(slow.stallsAtMillis()).isEqualTo(10_000);
  }
}
