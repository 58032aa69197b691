package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MySqlGtids;
import io.matapalo.router.freshness.position.MySqlPositions;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import org.junit.jupiter.api.Test;

/** What is remembered of one node's progress. */
final class NodeProgressTest {

  private static final String SOURCE = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final int COMMITS = 10_000;

  private final ServerFacts facts = new ServerFacts("one", 1, new MySqlPositions(true));
  private final NodeProgress progress = new NodeProgress(1);

  /** Each second commit on the node is another instance's, so that own ones leave holes. */
  @Test
  void holesOfOthersCommitsAreNotKept() {
    progress.met(facts, status(""));
    GtidSet own = Dialect.MYSQL.nothing();
    for (int commit = 1; commit < COMMITS; commit += 2) {
      GtidSet position = MySqlGtids.parse(SOURCE + ":" + commit);
      own = own.union(position);
      progress.reached(position, facts);
      assertThat(progress.has(position, status(""))).isTrue();
      if (own.parts() > NodeProgress.MOST_PARTS) {
        own = own.union(progress.reported(status(SOURCE + ":1-" + commit), own));
      }
      assertThat(own.parts()).isLessThanOrEqualTo(NodeProgress.MOST_PARTS);
    }
    assertThat(progress.has(own, status(SOURCE + ":1-" + COMMITS))).isTrue();
    assertThat(progress.has(MySqlGtids.parse(SOURCE + ":1"), status(""))).isFalse();
  }

  private static NodeStatus status(String position) {
    Node node = Node.of("a", "jdbc:mysql://a/x");
    return new NodeStatus(node, true, Role.PRIMARY, "", position, 0, "");
  }
}
