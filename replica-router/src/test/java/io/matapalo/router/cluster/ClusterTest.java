package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.cluster.health.ProbeResult.Loss;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The watching itself, on nodes that answer what the test says. Looks begin and are overdue when
 * the test moves the clock, and never else.
 */
final class ClusterTest {

  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  /** After that a suspected node is asked, while the others are not yet. */
  private static final Duration A_TENTH = INTERVAL.dividedBy(10);

  private final Map<String, FakeNode> nodes =
      new TreeMap<>(Map.of("a", new FakeNode(), "b", new FakeNode()));
  private final AtomicLong nanos = new AtomicLong(1);
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private Cluster cluster = open("1m");

  @AfterEach
  void close() {
    nodes.values().forEach(FakeNode::recover);
    cluster.close();
  }

  @Test
  void theInstanceSitsOnItsNodeAndGoesToTheNext() {
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(A, B);
    node("a").answer(ProbeResult.failed("refuses connections", Loss.GONE));
    pass(INTERVAL);
    soon().until(() -> cluster.candidates(Intent.WRITE).equals(List.of(B)));
    assertThat(cluster.view().of(A).reason()).isEqualTo("refuses connections");

    node("a").answer(FakeNode.PRIMARY);
    pass(INTERVAL);
    soon().until(() -> cluster.candidates(Intent.WRITE).size() == 2);
    // It has yet to prove itself for an hour.
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(B, A);
  }

  /** It does not wait for its node, and needs no hour to go home to it. */
  @Test
  void anInstanceWhoseNodeRefusesAtTheStartStartsElsewhereAndGoesHomeAtOnce() {
    cluster.close();
    node("a").answer(ProbeResult.failed("refuses connections", Loss.GONE));
    cluster = open("1m");
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(B);

    node("a").answer(FakeNode.PRIMARY);
    pass(INTERVAL);
    soon().until(() -> cluster.candidates(Intent.WRITE).equals(List.of(A, B)));
  }

  @Test
  void aNodeThatHangsIsLeftInTimeAndNobodyWaitsForIt() {
    cluster.close();
    cluster = open("2s");
    LinkedBlockingQueue<Node> left = new LinkedBlockingQueue<>();
    cluster.onLost(left::add);
    hang("a");
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A, B);
    pass(Duration.ofSeconds(2));
    soon().until(() -> cluster.candidates(Intent.READ).equals(List.of(B)));
    assertThat(cluster.view().of(A).reason()).isEqualTo("does not answer within 2000 ms");
    soon().until(() -> node("a").brokenOff.get() == 1);
    // Once is a stall; what is under way there may still end well.
    assertThat(left).isEmpty();

    node("a").answer(ProbeResult.failed("refuses connections", Loss.GONE));
    node("a").recover();
    cluster.suspect(A, "it was silent");
    soon().until(() -> left.contains(A));
    assertThat(left).containsExactly(A);
  }

  @Test
  void aSuspectedNodeIsAskedAtOnce() {
    int before = node("a").probes.get();
    node("a").answer(ProbeResult.failed("refuses connections", Loss.GONE));
    assertThat(cluster.candidates(Intent.READ)).hasSize(2);
    for (int i = 0; i < 1_000; i++) {
      cluster.suspect(A, "a borrow failed");
    }
    pass(A_TENTH);
    soon().until(() -> cluster.candidates(Intent.READ).equals(List.of(B)));
    // A tenth of the interval lies between probes, however often a node is suspected.
    assertThat(node("a").probes.get()).isEqualTo(before + 1);
    assertThat(node("b").probes.get()).isEqualTo(1);
  }

  /** The probe that says so may take its time; nobody runs into the same refusal until then. */
  @Test
  void aNodeThatHasRefusedAWriteTakesNoneUntilItWasAskedAgain() {
    cluster.refused(A, Intent.WRITE, "1290");
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(B);
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A, B);
    assertThat(cluster.view().of(A).reason()).contains("has just refused to write");
    cluster.refused(B, Intent.READ, "1047");
    assertThat(cluster.candidates(Intent.WRITE)).isEmpty();
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A);

    pass(A_TENTH);
    soon().until(() -> cluster.candidates(Intent.WRITE).equals(List.of(A, B)));
    assertThat(cluster.view().of(A).reason()).isEmpty();
  }

  @Test
  void aProbeThatBeganBeforeARefusalDoesNotEndIt() {
    Refusals refused = Refusals.NONE.with(new Refusals.Refusal(A, Intent.WRITE, 100));
    assertThat(refused.probed(A, 99).without(List.of(A, B), Intent.WRITE)).containsExactly(B);
    assertThat(refused.probed(B, 101).without(List.of(A, B), Intent.WRITE)).containsExactly(B);
    assertThat(refused.probed(A, 101).without(List.of(A, B), Intent.WRITE)).containsExactly(A, B);
  }

  @Test
  void withoutAnyUsableNodeThereAreReasons() {
    cluster.close();
    node("a").answer(FakeNode.PRIMARY.withObstacle("has no quorum"));
    cluster = open("2s");
    hang("b");
    pass(Duration.ofSeconds(2));
    String silent = "does not answer within 2000 ms";
    soon().until(() -> cluster.view().of(B).reason().equals(silent));
    // Once is a stall, and there is no other.
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(B);

    node("b").answer(ProbeResult.failed(silent, Loss.SILENT));
    node("b").recover();
    cluster.suspect(B, "it was silent");
    soon().until(() -> cluster.candidates(Intent.READ).isEmpty());
    assertThat(cluster.candidates(Intent.WRITE)).isEmpty();
    assertThat(cluster.view().of(A).reason()).isEqualTo("has no quorum");
    assertThat(cluster.view().of(B).reason()).isEqualTo(silent);
  }

  @Test
  void theVersionGrowsWithChangesOnly() {
    long before = cluster.view().version();
    for (int probes = 2; probes <= 4; probes++) {
      int wanted = probes;
      pass(INTERVAL);
      soon().until(() -> node("a").probes.get() == wanted && node("b").probes.get() == wanted);
    }
    assertThat(cluster.view().version()).isEqualTo(before);
    node("b").answer(FakeNode.REPLICA);
    pass(INTERVAL);
    soon().until(() -> cluster.view().version() == before + 1);
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(A);
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A, B);
  }

  private FakeNode node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    // Who sleeps until then sleeps by the machine's clock.
    threads.forEach(LockSupport::unpark);
  }

  private Thread started(Runnable work) {
    Thread thread = Thread.ofPlatform().unstarted(work);
    threads.add(thread);
    return thread;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1));
  }

  /** Its next look has begun, and no other node's is under way. */
  private void hang(String name) {
    int before = node(name).probes.get();
    node(name).hang();
    cluster.suspect(name.equals("a") ? A : B, "a borrow failed");
    pass(A_TENTH);
    soon().until(() -> node(name).probes.get() == before + 1);
  }

  private Cluster open(String timeout) {
    ClusterSettings settings =
        new ClusterSettings(
            TopologyKind.MULTI_PRIMARY,
            List.of(A, B),
            "vm1",
            PlacementSettings.from(Map.of("plan", "vm1:a,vm2:b")),
            HealthSettings.from(
                Map.of(
                    "health.interval",
                    INTERVAL.toSeconds() + "s",
                    "health.timeout",
                    timeout,
                    "health.return-after",
                    "1h")));
    return Cluster.probing(
        settings, node -> node(node.name()), new OpenFailures(), this::started, nanos::get);
  }
}
