package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.cluster.health.Look.Loss;
import io.matapalo.router.cluster.health.Look.Replication;
import io.matapalo.router.cluster.health.Look.Replication.State;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks mean together, on a clock that the test moves. */
final class AssessmentTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");
  private static final Node C = Node.of("c", "jdbc:mysql://c/x");
  private static final Look STOPPED =
      FakeNode.look(true, new Replication(State.STOPPED, 0, "replication has stopped, error 1062"));

  private long now = 100 * SECOND;
  private Assessment known =
      Assessment.first(settings(TopologyKind.PRIMARY_REPLICA), List.of(B, C, A), now);

  @Test
  void thePrimaryIsFoundByItsOwnAnswer() {
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(A);
    assertThat(known.readers()).containsExactly(B, C, A);
    assertThat(status(A).role()).isEqualTo(Role.PRIMARY);

    look(FakeNode.REPLICA, FakeNode.PRIMARY, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(B);
    assertThat(status(A).role()).isEqualTo(Role.REPLICA);
  }

  @Test
  void aReplicaTooFarBehindIsLeft() {
    look(FakeNode.PRIMARY, FakeNode.behind(10), FakeNode.behind(11));
    assertThat(known.readers()).containsExactly(B, A);
    assertThat(status(C).reason()).isEqualTo("is 11 s behind its primary");
    assertThat(status(B).lagMillis()).isEqualTo(10_000);
  }

  @Test
  void aReplicaThatNoLongerFollowsFallsBehindAsTimePasses() {
    look(FakeNode.PRIMARY, FakeNode.behind(2), FakeNode.REPLICA);
    now += 8 * SECOND;
    look(FakeNode.PRIMARY, STOPPED, FakeNode.REPLICA);
    assertThat(status(B).usable()).isTrue();
    assertThat(status(B).lagMillis()).isEqualTo(10_000);
    now += SECOND;
    look(FakeNode.PRIMARY, STOPPED, FakeNode.REPLICA);
    assertThat(status(B).reason()).isEqualTo("replication has stopped, error 1062");
  }

  /** Nothing is written then, so what replicas have gets no older than it is. */
  @Test
  void withoutAPrimaryReplicasStillServe() {
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    now += 60 * SECOND;
    look(Look.failed("refuses connections", Loss.GONE), STOPPED, STOPPED);
    assertThat(known.readers()).containsExactly(B, C);
    assertThat(known.writers()).isEmpty();
  }

  @Test
  void aReadOnlyNodeThatFollowsNobodyIsLeft() {
    look(FakeNode.PRIMARY, FakeNode.look(true, Replication.NONE), FakeNode.REPLICA);
    assertThat(status(B).reason()).isEqualTo("is read-only and follows no primary");
  }

  @Test
  void aReplicaThatIsNotReadOnlyIsNoSecondPrimary() {
    Look careless = FakeNode.look(false, new Replication(State.RUNNING, 0, ""));
    look(FakeNode.PRIMARY, careless, FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(A);
    assertThat(status(B).role()).isEqualTo(Role.REPLICA);
    assertThat(known.alarm()).isEmpty();
  }

  @Test
  void ofTwoPrimariesTheOneThatHasAllIsUsed() {
    look(at("0-1-7"), at("0-1-9"), FakeNode.REPLICA);
    assertThat(known.writers()).containsExactly(B);
    assertThat(status(A).reason()).isEqualTo("takes writes beside another primary");
    assertThat(known.readers()).containsExactly(B, C);
    // It may be a change of roles, seen half: a was looked at before b.
    assertThat(known.rivals()).containsExactly(A, B);
    assertThat(known.alarm()).isEmpty();
    now += 1;
    look(at("0-1-7"), at("0-1-9"), FakeNode.REPLICA);
    assertThat(known.alarm()).contains("[a, b] all take writes; b has all");
  }

  @Test
  void ofTwoPrimariesThatEachLackSomethingNoneIsUsed() {
    look(at("0-1-7,1-1-4"), at("0-1-9,1-1-3"), FakeNode.REPLICA);
    assertThat(known.writers()).isEmpty();
    assertThat(known.readers()).containsExactly(C);
    now += 1;
    look(at("0-1-7,1-1-4"), at("0-1-9,1-1-3"), FakeNode.REPLICA);
    assertThat(known.alarm()).contains("writes are refused");

    look(at("0-1-7"), at("0-1-7"), FakeNode.REPLICA);
    assertThat(known.writers()).isEmpty();
  }

  @Test
  void withoutTheRightToAskTheLagIsUnknownAndTheReplicaServes() {
    look(
        FakeNode.PRIMARY,
        FakeNode.look(true, new Replication(State.FORBIDDEN, 0, "GRANT REPLICA MONITOR")),
        FakeNode.REPLICA);
    assertThat(status(B).usable()).isTrue();
    assertThat(status(B).lagMillis()).isEqualTo(-1);
  }

  /** What was never in use has nothing to prove: return-after, ten seconds, is not waited for. */
  @Test
  void anInstanceWhoseNodeIsNotUsableAtTheStartGoesHomeAtItsFirstGoodAnswer() {
    look(FakeNode.PRIMARY, Look.failed("refuses connections", Loss.GONE), FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(C, A);
    now += SECOND;
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(B, C, A);
  }

  @Test
  void anInstanceWhoseNodeWasLostLaterGoesHomeAfterItHasProvenItself() {
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    look(FakeNode.PRIMARY, Look.failed("refuses connections", Loss.GONE), FakeNode.REPLICA);
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    now += 9 * SECOND;
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(C, A, B);
    now += SECOND;
    look(FakeNode.PRIMARY, FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(known.readers()).containsExactly(B, C, A);
  }

  /** Its log tells of writes some milliseconds before they can be read. */
  @Test
  void thePrimarysPositionIsTheOneOfTheLookBefore() {
    look(at("0-1-7"), FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(status(A).position()).isEmpty();
    look(at("0-1-9"), FakeNode.REPLICA, FakeNode.REPLICA);
    assertThat(status(A).position()).isEqualTo("0-1-7");
    assertThat(status(B).position()).isEqualTo("0-1-7");
  }

  private static Look at(String position) {
    return new Look("", Loss.NONE, Engine.MARIADB, false, Replication.NONE, position, "1");
  }

  private void look(Look a, Look b, Look c) {
    List<Look> looks = List.of(a, b, c);
    for (int i = 0; i < looks.size(); i++) {
      List<Watched> watched = new ArrayList<>(known.watched());
      watched.set(i, watched.get(i).seen(looks.get(i), now));
      known = known.with(settings(TopologyKind.PRIMARY_REPLICA), List.of(B, C, A), watched, now);
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
