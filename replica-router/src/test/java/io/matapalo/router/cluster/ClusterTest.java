package io.matapalo.router.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.cluster.health.Look.Loss;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watching itself, on nodes that answer what the test says. */
final class ClusterTest {

  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");
  private static final HealthSettings HEALTH =
      HealthSettings.from(
          Map.of(
              "health.interval", "20ms", "health.timeout", "200ms", "health.return-after", "1h"));

  private final Map<String, FakeNode> nodes =
      new TreeMap<>(Map.of("a", new FakeNode(), "b", new FakeNode()));
  private Cluster cluster = open(HEALTH);

  @AfterEach
  void close() {
    nodes.values().forEach(FakeNode::recover);
    cluster.close();
  }

  @Test
  void theInstanceSitsOnItsNodeAndGoesToTheNext() {
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(A, B);
    node("a").answer(Look.failed("refuses connections", Loss.GONE));
    await().until(() -> cluster.candidates(Intent.WRITE).equals(List.of(B)));
    assertThat(cluster.view().of(A).reason()).isEqualTo("refuses connections");

    node("a").answer(FakeNode.PRIMARY);
    await().until(() -> cluster.candidates(Intent.WRITE).size() == 2);
    // It has yet to prove itself for an hour.
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(B, A);
  }

  @Test
  void aNodeThatHangsIsLeftInTimeAndNobodyWaitsForIt() {
    LinkedBlockingQueue<Node> left = new LinkedBlockingQueue<>();
    cluster.onLeft(left::add);
    node("a").hang();
    await()
        .atMost(2, SECONDS)
        .pollInterval(5, MILLISECONDS)
        .until(() -> cluster.candidates(Intent.READ).equals(List.of(B)));
    assertThat(cluster.view().of(A).reason()).isEqualTo("does not answer within 200 ms");
    await().until(() -> node("a").brokenOff.get() == 1);
    // Once is a stall; what is under way there may still end well.
    assertThat(left).isEmpty();

    node("a").answer(Look.failed("refuses connections", Loss.GONE));
    node("a").recover();
    await().until(() -> left.contains(A));
    assertThat(left).containsExactly(A);
  }

  @Test
  void aSuspectedNodeIsAskedAtOnce() {
    cluster.close();
    cluster = open(HealthSettings.from(Map.of("health.interval", "30s", "health.timeout", "1s")));
    int before = node("a").looks.get();
    node("a").answer(Look.failed("refuses connections", Loss.GONE));
    assertThat(cluster.candidates(Intent.READ)).hasSize(2);
    for (int i = 0; i < 1_000; i++) {
      cluster.suspect(A, "a borrow failed");
    }
    await()
        .atMost(Duration.ofSeconds(8))
        .until(() -> cluster.candidates(Intent.READ).equals(List.of(B)));
    // A tenth of the interval lies between looks, however often a node is suspected.
    assertThat(node("a").looks.get()).isEqualTo(before + 1);
  }

  /** The look that says so may take its time; nobody runs into the same refusal until then. */
  @Test
  void aNodeThatHasRefusedAWriteTakesNoneUntilItWasAskedAgain() {
    cluster.close();
    // A suspected node is asked after a tenth of that: until then the refusals alone count.
    cluster = open(HealthSettings.from(Map.of("health.interval", "20s", "health.timeout", "1s")));
    cluster.refused(A, Intent.WRITE, "1290");
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(B);
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A, B);
    assertThat(cluster.view().of(A).reason()).contains("has just refused to write");
    cluster.refused(B, Intent.READ, "1047");
    assertThat(cluster.candidates(Intent.WRITE)).isEmpty();
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A);

    await()
        .atMost(Duration.ofSeconds(8))
        .until(() -> cluster.candidates(Intent.WRITE).equals(List.of(A, B)));
    assertThat(cluster.view().of(A).reason()).isEmpty();
  }

  @Test
  void aLookThatBeganBeforeARefusalDoesNotEndIt() {
    Refusals refused = Refusals.NONE.with(new Refusals.Refusal(A, Intent.WRITE, 100));
    assertThat(refused.asked(A, 99).without(List.of(A, B), Intent.WRITE)).containsExactly(B);
    assertThat(refused.asked(B, 101).without(List.of(A, B), Intent.WRITE)).containsExactly(B);
    assertThat(refused.asked(A, 101).without(List.of(A, B), Intent.WRITE)).containsExactly(A, B);
  }

  @Test
  void withoutAnyUsableNodeThereAreReasons() {
    node("a").answer(FakeNode.PRIMARY.hinderedBy("has no quorum"));
    node("b").hang();
    await().until(() -> cluster.candidates(Intent.READ).isEmpty());
    assertThat(cluster.candidates(Intent.WRITE)).isEmpty();
    assertThat(cluster.view().of(A).reason()).isEqualTo("has no quorum");
    assertThat(cluster.view().of(B).reason()).isEqualTo("does not answer within 200 ms");
  }

  @Test
  void theVersionGrowsWithChangesOnly() {
    long before = cluster.view().version();
    int looks = node("a").looks.get();
    await().until(() -> node("a").looks.get() > looks + 3);
    assertThat(cluster.view().version()).isEqualTo(before);
    node("b").answer(FakeNode.REPLICA);
    await().until(() -> cluster.view().version() == before + 1);
    assertThat(cluster.candidates(Intent.WRITE)).containsExactly(A);
    assertThat(cluster.candidates(Intent.READ)).containsExactly(A, B);
  }

  private FakeNode node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  private Cluster open(HealthSettings health) {
    ClusterSettings settings =
        new ClusterSettings(
            TopologyKind.MULTI_PRIMARY,
            List.of(A, B),
            "vm1",
            PlacementSettings.from(Map.of("plan", "vm1:a,vm2:b")),
            health);
    return Cluster.watching(
        settings, node -> node(node.name()), Thread.ofPlatform().factory(), System::nanoTime);
  }
}
