package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.cluster.health.ProbeResult.Loss;
import io.matapalo.router.cluster.health.ProbeResult.Replication;
import io.matapalo.router.cluster.health.ProbeResult.Replication.State;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the probes of all nodes mean together, on a clock that the test moves. */
final class ClusterAssessmentTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");
  private static final Node C = Node.of("c", "jdbc:mysql://c/x");
  private static final ProbeResult STOPPED =
      FakeNode.result(
          true, new Replication(State.STOPPED, 0, "replication has stopped, error 1062"));

  private long now = 100 * SECOND;
  private TopologyKind kind = TopologyKind.PRIMARY_REPLICA;
  private ClusterAssessment known =
      ClusterAssessment.first(settings(TopologyKind.PRIMARY_REPLICA), List.of(B, C, A), now);

  @Test
  void thePrimaryIsFoundByItsOwnAnswer() {
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(A);
    assertThat(known.readers()).containsExactly(B, C, A);
    assertThat(status(A).role()).isEqualTo(Role.PRIMARY);

    probe(FakeNode.REPLICA, FakeNode.PRIMARY, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(B);
    assertThat(status(A).role()).isEqualTo(Role.REPLICA);
  }

  @Test
  void aReplicaTooFarBehindIsLeft() {
    probe(FakeNode.PRIMARY, FakeNode.behind(10), FakeNode.behind(11));
    assertThat(known.readers()).containsExactly(B, A);
    assertThat(status(C).reason()).isEqualTo("is 11 s behind its primary");
    assertThat(status(B).lagMillis()).isEqualTo(10_000);
  }

  @Test
  void aReplicaThatNoLongerFollowsFallsBehindAsTimePasses() {
    probe(FakeNode.PRIMARY, FakeNode.behind(2), FakeNode.REPLICA);
    now += 8 * SECOND;
    probe(FakeNode.PRIMARY, STOPPED, FakeNode.REPLICA);
    assertThat(status(B).usable()).isTrue();
    assertThat(status(B).lagMillis()).isEqualTo(10_000);
    now += SECOND;
    probe(FakeNode.PRIMARY, STOPPED, FakeNode.REPLICA);
    assertThat(status(B).reason()).isEqualTo("replication has stopped, error 1062");
  }

  /** Nothing is written then, so what replicas have gets no older than it is. */
  @Test
  void withoutAPrimaryReplicasStillServe() {
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    now += 60 * SECOND;
    probe(ProbeResult.failed("refuses connections", Loss.GONE), STOPPED, STOPPED);
    assertThat(known.readers()).containsExactly(B, C);
    assertThat(known.writers()).isEmpty();
  }

  /** A machine that stands still for a moment has not lost all its servers. */
  @Test
  void nodesThatOneProbeFoundSilentAreUsedWhereNoOtherIsLeft() {
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    probe(silent(Loss.SILENT), FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(A);
    assertThat(known.readers()).containsExactly(B, C);
    assertThat(status(A).usable()).isFalse();

    probe(silent(Loss.GONE), FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.writers()).isEmpty();
  }

  /** It may no longer be the only one that takes writes. */
  @Test
  void aSilentPrimaryIsNotUsedBesideAnother() {
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    probe(silent(Loss.SILENT), FakeNode.PRIMARY, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(B);

    probe(silent(Loss.SILENT), silent(Loss.SILENT), FakeNode.REPLICA);
    assertThat(known.writers()).isEmpty();
  }

  @Test
  void aNodeWhoseLastAnswerHadAnObstacleIsNotUsedWhenItIsSilent() {
    kind = TopologyKind.MULTI_PRIMARY;
    ProbeResult alone = FakeNode.PRIMARY.withObstacle("has no quorum");
    probe(FakeNode.PRIMARY, FakeNode.PRIMARY, alone);
    probe(silent(Loss.SILENT), silent(Loss.SILENT), silent(Loss.SILENT));

    assertThat(known.writers()).containsExactly(B, A);
    assertThat(known.readers()).containsExactly(B, A);
  }

  @Test
  void aReadOnlyNodeThatFollowsNobodyIsLeft() {
    probe(FakeNode.PRIMARY, FakeNode.result(true, Replication.NONE), FakeNode.REPLICA);
    assertThat(status(B).reason()).isEqualTo("is read-only and follows no primary");
  }

  @Test
  void aReplicaThatIsNotReadOnlyIsNoSecondPrimary() {
    ProbeResult careless = FakeNode.result(false, new Replication(State.RUNNING, 0, ""));
    probe(FakeNode.PRIMARY, careless, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(A);
    assertThat(status(B).role()).isEqualTo(Role.REPLICA);
    assertThat(known.alarm()).isEmpty();
  }

  @Test
  void ofTwoPrimariesTheOneThatHasAllIsUsed() {
    probe(at("0-1-7"), at("0-1-9"), FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(B);
    assertThat(status(A).reason()).isEqualTo("takes writes beside another primary");
    assertThat(known.readers()).containsExactly(B, C);
    // It may be a change of roles, seen half: a was probed before b.
    assertThat(known.rivals()).containsExactly(A, B);
    assertThat(known.alarm()).isEmpty();
    now += 1;
    probe(at("0-1-7"), at("0-1-9"), FakeNode.REPLICA);
    assertThat(known.alarm()).contains("[a, b] all take writes; b has all");
  }

  @Test
  void ofTwoPrimariesThatEachLackSomethingNoneIsUsed() {
    probe(at("0-1-7,1-1-4"), at("0-1-9,1-1-3"), FakeNode.REPLICA);
    assertThat(known.writers()).isEmpty();
    assertThat(known.readers()).containsExactly(C);
    now += 1;
    probe(at("0-1-7,1-1-4"), at("0-1-9,1-1-3"), FakeNode.REPLICA);
    assertThat(known.alarm()).contains("writes are refused");

    probe(at("0-1-7"), at("0-1-7"), FakeNode.REPLICA);
    assertThat(known.writers()).isEmpty();
  }

  @Test
  void withoutTheRightToAskTheLagIsUnknownAndTheReplicaServes() {
    probe(
        FakeNode.PRIMARY,
        FakeNode.result(true, new Replication(State.FORBIDDEN, 0, "GRANT REPLICA MONITOR")),
        FakeNode.REPLICA);
    assertThat(status(B).usable()).isTrue();
    assertThat(status(B).lagMillis()).isEqualTo(-1);
  }

  /** What was never in use has nothing to prove: return-after, ten seconds, is not waited for. */
  @Test
  void anInstanceWhoseNodeIsNotUsableAtTheStartGoesHomeAtItsFirstGoodAnswer() {
    probe(FakeNode.PRIMARY, ProbeResult.failed("refuses connections", Loss.GONE), FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(C, A);
    now += SECOND;
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(B, C, A);
  }

  @Test
  void anInstanceWhoseNodeWasLostLaterGoesHomeAfterItHasProvenItself() {
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    probe(FakeNode.PRIMARY, ProbeResult.failed("refuses connections", Loss.GONE), FakeNode.REPLICA);
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    now += 9 * SECOND;
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(C, A, B);
    now += SECOND;
    probe(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(B, C, A);
  }

  /** Its log tells of writes some milliseconds before they can be read. */
  @Test
  void thePrimarysPositionIsTheOneOfTheProbeBefore() {
    probe(at("0-1-7"), FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(status(A).position()).isEmpty();
    probe(at("0-1-9"), FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(status(A).position()).isEqualTo("0-1-7");
    assertThat(status(B).position()).isEqualTo("0-1-7");
  }

  private static ProbeResult silent(Loss loss) {
    return ProbeResult.failed("does not answer within 500 ms", loss);
  }

  private static ProbeResult at(String position) {
    return new ProbeResult("", Loss.NONE, Engine.MARIADB, false, Replication.NONE, position, "1");
  }

  private void probe(ProbeResult a, ProbeResult b, ProbeResult c) {
    List<ProbeResult> results = List.of(a, b, c);
    for (int i = 0; i < results.size(); i++) {
      List<NodeHealth> health = new ArrayList<>(known.health());
      health.set(i, health.get(i).after(results.get(i), now));
      known = known.with(settings(kind), List.of(B, C, A), health, now);
    }
  }

  private NodeStatus status(Node node) {
    return known.nodes().stream().filter(s -> s.node().equals(node)).findFirst().orElseThrow();
  }

  private static ClusterSettings settings(TopologyKind kind) {
    return new ClusterSettings(
        kind, List.of(A, B, C), "vm1", PlacementSettings.NONE, HealthSettings.DEFAULT);
  }
}
