package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.cluster.health.NodeMonitor;
import io.matapalo.router.cluster.health.ProbeResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a silent node is given up, on a clock that the test moves. */
final class NodeMonitorTest {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final long TIMEOUT = Duration.ofMillis(500).toNanos();
  private static final long INTERVAL = Duration.ofMillis(250).toNanos();

  private final AtomicLong nanos = new AtomicLong(1);
  private final FakeNode node = new FakeNode();
  private final LinkedBlockingQueue<ProbeResult> told = new LinkedBlockingQueue<>();
  private final NodeMonitor monitor =
      new NodeMonitor(
          node, HealthSettings.from(Map.of()), nanos::get, (result, started) -> told.add(result));
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(monitor);

  @BeforeEach
  void hang() {
    node.hang();
    thread.start();
    awaitProbe(1);
  }

  @AfterEach
  void end() {
    node.recover();
    monitor.close();
  }

  /** What a process loads for its first connection takes long where it starts. */
  @Test
  void theFirstAnswerMayTakeTenTimesTheTimeout() throws InterruptedException {
    nanos.addAndGet(10 * TIMEOUT - 1);
    assertThat(monitor.endIfOverdue()).isNull();
    assertThat(told).isEmpty();
    nanos.addAndGet(1);
    assertThat(monitor.endIfOverdue()).isNotNull();
    assertThat(toldReason()).isEqualTo("does not answer within 5000 ms");
  }

  /** With the watchdog's nap that is all: interval, timeout, a twentieth of a second. */
  @Test
  void aNodeThatFallsSilentIsToldOfAfterIntervalAndTimeout() throws InterruptedException {
    node.recover();
    assertThat(toldReason()).isEmpty();
    node.hang();
    nanos.addAndGet(INTERVAL);
    awaitProbe(2);
    nanos.addAndGet(TIMEOUT - 1);
    assertThat(monitor.endIfOverdue()).isNull();
    nanos.addAndGet(1);
    assertThat(monitor.endIfOverdue()).isNotNull();
    assertThat(toldReason()).isEqualTo("does not answer within 500 ms");
    assertThat(monitor.endIfOverdue()).as("it is told once").isNull();
  }

  private void awaitProbe(int number) {
    await().atMost(SOON).until(() -> node.probes.get() == number);
  }

  private String toldReason() throws InterruptedException {
    ProbeResult look = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(look).isNotNull();
    return look.obstacle();
  }
}
