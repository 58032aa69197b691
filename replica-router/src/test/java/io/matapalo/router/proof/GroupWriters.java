package io.matapalo.router.proof;

import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import java.time.Duration;

/** Group Replication of MySQL. Single-threaded. */
record GroupWriters(GroupReplication nodes) implements Writers {
  private static final Duration WHOLE = Duration.ofMinutes(2);

  @Override
  public String title() {
    return "3 members of Group Replication";
  }

  @Override
  public Faults faults(Runnable look) {
    return new Faults(look)
        .at(10, "node c killed (-9)", () -> nodes.server(2).kill())
        .at(20, "node c started again, online", () -> nodes.restart(nodes.server(2)))
        .at(
            40,
            "node b left the group, reachable by its clients",
            () -> nodes.leave(nodes.server(1)))
        .at(50, "node b in the group again, online", () -> nodes.join(nodes.server(1)))
        .at(68, "node a paused", () -> nodes.server(0).pause())
        .at(
            74,
            "node a goes on, online",
            () -> {
              nodes.server(0).resume();
              awaitWhole();
            })
        .at(88, "node b killed (-9)", () -> nodes.server(1).kill())
        .at(96, "node b started again, online", () -> nodes.restart(nodes.server(1)));
  }

  @Override
  public void awaitWhole() {
    for (MySql member : nodes.nodes()) {
      nodes.awaitOnline(member, nodes.nodes().size(), WHOLE);
    }
  }

  @Override
  public String conflicts() {
    return """
    select 'certification', count_conflicts_detected
    from performance_schema.replication_group_member_stats where member_id = @@server_uuid
    """;
  }
}
